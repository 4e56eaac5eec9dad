"""How somebody reads: kept with their account, shown on every page, theirs alone."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/kk/account/reading/"
CHOSEN = {
    "text_size": "largest",
    "theme": "dark",
    "high_contrast": "on",
    "wide_spacing": "on",
    "calm_motion": "on",
    "low_data": "on",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [("text_size", "huge"), ("text_size", ""), ("theme", "sepia"), ("theme", "\0")],
)
def test_setting_that_there_is_not_is_refused_and_changes_nothing(client, field, value):
    user = UserFactory(text_size="large")
    client.force_login(user)

    answer = client.post(URL, CHOSEN | {field: value})

    user.refresh_from_db()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert (user.text_size, user.theme, user.high_contrast) == (
        "large",
        "machine",
        False,
    )


def test_settings_are_on_every_page_of_their_owner_and_of_nobody_else(client):
    reader, other = UserFactory(), UserFactory()
    client.force_login(reader)
    client.post(URL, CHOSEN)

    own = client.get(reverse("account_change_password")).text
    client.force_login(other)
    others = client.get(reverse("account_change_password")).text
    client.logout()
    nobodys = client.get(reverse("account_login")).text

    assert (
        '<html lang="kk" data-text="largest" data-theme="dark"'
        ' data-contrast="high" data-spacing="wide" data-motion="calm"' in own
    )
    assert '<html lang="kk" data-text="usual" data-theme="machine"\n>' in others
    assert '<html lang="kk"\n>' in nobodys


def test_settings_touch_nothing_else_of_the_account(client):
    user = UserFactory(name="Айсұлу")
    client.force_login(user)

    client.post(URL, CHOSEN | {"name": "Somebody", "is_superuser": "on"})

    user.refresh_from_db()
    assert (user.name, user.is_superuser, user.text_size) == (
        "Айсұлу",
        False,
        "largest",
    )


@pytest.mark.parametrize(
    ("back", "there"),
    [
        ("/kk/my/records/", "/kk/my/records/"),
        ("https://elsewhere.example/", URL),
        ("//elsewhere.example/", URL),
        (URL, URL),
        ("", URL),
    ],
)
def test_reader_goes_back_to_the_page_she_came_from(client, back, there):
    client.force_login(UserFactory())

    page = client.get(URL, {"next": back})
    answer = client.post(URL, CHOSEN | {"next": back})

    assert page.context["back"] == ("" if there == URL else back)
    assert (answer.status_code, answer.url) == (302, there)
