"""The page of one's own notices: unread first, by day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.notices.models import Notice
from elearning.notices.notifications import notify_user
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def left(user, key, **kwargs):
    notify_user(user, "tests.due", str(key), context={"days": key}, **kwargs)
    return Notice.objects.get(user=user, key=str(key))


def test_list_shows_own_notices_only_unread_first_newest_on_top(client, user):
    for key in (1, 2, 3):
        left(user, key)
    left(UserFactory(), 4)
    Notice.objects.filter(user=user, key="3").update(read_at=timezone.now())

    page = client.get(reverse("notices:list")).context["page"]

    assert [notice.subject for notice in page] == ["Due in 2", "Due in 1", "Due in 3"]


def test_notices_stand_under_their_days(client, user):
    now = timezone.now()
    for key, days in ((1, 1), (2, 0), (3, 0)):
        left(user, key, at=now - timedelta(days=days))

    text = client.get(reverse("notices:list")).content.decode()

    assert text.count("<h3") == 2


def test_following_a_notice_leads_to_its_page_and_marks_it_as_read(client, user):
    notice, other = left(user, 1, url="/my/"), left(user, 2)

    answer = client.get(reverse("notices:follow", args=[notice.pk]))

    assert (answer.status_code, answer.url) == (302, "/kk/my/")
    assert list(Notice.objects.unread()) == [other]


def test_notice_without_a_page_leads_back_to_the_list(client, user):
    notice = left(user, 1)

    answer = client.get(reverse("notices:follow", args=[notice.pk]))

    assert answer.url == reverse("notices:list")


def test_notice_of_somebody_else_does_not_exist(client, user):
    other = left(UserFactory(), 1, url="/my/")

    assert client.get(reverse("notices:follow", args=[other.pk])).status_code == 404
    client.post(reverse("notices:read"), {"notice": other.pk})
    assert list(Notice.objects.unread()) == [other]


@pytest.mark.parametrize(
    ("sent", "unread"),
    [({}, []), ({"notice": "one"}, ["2"]), ({"notice": "x"}, ["2", "1"])],
)
def test_one_or_all_of_ones_own_are_marked_as_read(client, user, sent, unread):
    one = left(user, 1)
    left(user, 2)
    values = {name: one.pk if value == "one" else value for name, value in sent.items()}

    client.post(reverse("notices:read"), values)

    assert list(Notice.objects.unread().values_list("key", flat=True)) == unread


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_the_same_however_long_it_is(
    client, user, django_assert_num_queries, count
):
    for number in range(count):
        left(user, number)
    client.get(reverse("notices:list"))

    with django_assert_num_queries(5):
        client.get(reverse("notices:list"))


def test_unread_alone_are_shown_and_stay_so_while_they_are_read(client, user):
    one, _other = left(user, 1), left(user, 2)
    url = reverse("notices:list") + "?show=unread"

    client.post(reverse("notices:read"), {"notice": one.pk, "next": "unread"})
    answer = client.post(
        reverse("notices:read"), {"notice": "x", "next": "//elsewhere"}
    )
    page = client.get(url)

    assert answer.url == reverse("notices:list")
    assert [notice.key for notice in page.context["page"]] == ["2"]
    assert page.context["notices"].unread == 1
    assert client.post(reverse("notices:read"), {"next": "unread"}).url == url
    assert client.get(url).context["notices"].unread == 0
