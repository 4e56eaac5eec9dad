"""Something is said to somebody once, however often."""

import pytest
from django.utils import timezone

from elearning.accounts.models import User
from elearning.notices.models import Notice
from elearning.notices.notifications import notify_user, notify_users, store_notices
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_same_thing_is_said_once():
    user = UserFactory()

    assert notify_user(user, "tests.due", "C1:7", context={"days": 7}) is True
    assert notify_user(user, "tests.due", "C1:7", context={"days": 7}) is False
    assert [notice.subject for notice in user.notices.all()] == ["Due in 7"]


def test_each_is_said_once_to_its_person():
    user, other = UserFactory(), UserFactory()
    notify_user(user, "tests.due", "C1:7", context={"days": 7})

    def said():
        return [
            Notice(user=one, kind="tests.due", key="C1:7", created_at=timezone.now())
            for one in (user, other, other)
        ]

    assert store_notices(said()) == 1
    assert store_notices(said()) == 0
    assert store_notices([]) == 0


def test_all_are_told_the_same_once():
    for _number in range(2):
        UserFactory()
    at = timezone.now()

    assert notify_users(User.objects.all(), "tests.due", "C1:7", at=at) == 2
    assert notify_users(User.objects.all(), "tests.due", "C1:7", at=at) == 0
