"""Who looked at my record: by day, by role, for its owner alone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit import audit_log
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=6)


@pytest.fixture
def learner(client):
    learner = StaffMemberFactory(user=UserFactory())
    client.force_login(learner.user)
    return learner


def looked(learner, *, days=0, by=None, reason=""):
    by = by or UserFactory(name="Қарауыл", roles=[Role.MINISTRY_HR])
    with time_machine.travel(NOW - timedelta(days=days), tick=False):
        audit_log.record_action(
            "assessment.attempts_viewed",
            by=by,
            on=learner,
            person=learner.key,
            reason=reason,
        )


def test_looks_stand_under_their_days_by_role_and_never_by_name(client, learner):
    for days, reason in ((1, "Шағым"), (0, ""), (0, "Тексеру")):
        looked(learner, days=days, reason=reason)
    looked(learner, by=learner.user)
    looked(StaffMemberFactory())

    answer = client.get(reverse("learner:looks"))

    looks = [(look.day, look.reason) for look in answer.context["looks"]]
    today, yesterday = NOW.date(), NOW.date() - timedelta(days=1)
    assert looks == [(today, "Тексеру"), (today, ""), (yesterday, "Шағым")]
    assert answer.text.count("<h3") == 2
    assert "Қарауыл" not in answer.text


def test_long_list_has_pages_and_the_record_shows_the_last_five(client, learner):
    officer = UserFactory(roles=[Role.MINISTRY_HR])
    for _look in range(51):
        looked(learner, by=officer)

    pages = [
        len(client.get(reverse("learner:looks"), {"page": page}).context["looks"])
        for page in (1, 2)
    ]

    assert pages == [50, 1]
    assert len(client.get(reverse("learner:records")).context["looks"]) == 5


def test_whoever_has_no_record_finds_no_looks(client):
    client.force_login(UserFactory())

    assert client.get(reverse("learner:looks")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_many(client, learner, count, django_assert_num_queries):
    for _look in range(count):
        looked(learner)
    client.get(reverse("learner:looks"))

    with django_assert_num_queries(7):
        client.get(reverse("learner:looks"))
