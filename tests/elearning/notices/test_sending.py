import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from elearning.notices import wording
from elearning.notices.models import Notice
from elearning.notices.sending import mail_waiting, notify
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    monkeypatch.setattr(wording, "_kinds", {})
    wording.register(
        "tests.due", lambda context: wording.Wording(f"Due in {context['days']}")
    )


def test_same_thing_is_said_once():
    user = UserFactory()

    assert notify(user, "tests.due", "C1:7", context={"days": 7}) is True
    assert notify(user, "tests.due", "C1:7", context={"days": 7}) is False
    assert [notice.subject for notice in user.notices.all()] == ["Due in 7"]


def test_mail_goes_once_and_only_to_people_with_an_address():
    with_mail, without = UserFactory(email="a@example.kz"), UserFactory()
    for user in (with_mail, without):
        notify(user, "tests.due", "C1:7", context={"days": 7})

    assert mail_waiting(timezone.now()) == 1
    assert mail_waiting(timezone.now()) == 0
    assert [message.to for message in mail.outbox] == [["a@example.kz"]]


def test_closed_account_gets_no_mail():
    notify(
        UserFactory(email="a@example.kz", is_active=False),
        "tests.due",
        "x",
        context={"days": 1},
    )

    assert mail_waiting(timezone.now()) == 0


def test_list_shows_own_notices_only(client):
    user, other = UserFactory(), UserFactory()
    notify(user, "tests.due", "mine", context={"days": 1})
    notify(other, "tests.due", "theirs", context={"days": 2})
    client.force_login(user)

    page = client.get(reverse("notices:list")).context["page"]

    assert [notice.subject for notice in page] == ["Due in 1"]


def test_reading_marks_own_notices_only(client):
    user, other = UserFactory(), UserFactory()
    notify(user, "tests.due", "mine", context={"days": 1})
    notify(other, "tests.due", "theirs", context={"days": 2})
    client.force_login(user)

    client.post(reverse("notices:read"))

    assert list(Notice.objects.unread().values_list("user", flat=True)) == [other.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_the_same_however_long_it_is(
    client, django_assert_num_queries, count
):
    user = UserFactory()
    for number in range(count):
        notify(user, "tests.due", str(number), context={"days": number})
    client.force_login(user)
    client.get(reverse("notices:list"))

    with django_assert_num_queries(5):
        client.get(reverse("notices:list"))
