"""Two administrators remain, also where changes are confirmed at the same moment."""

from contextlib import suppress

import pytest
from django.utils import timezone

from elearning.accounts import account_changes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]


def test_raced_decisions_leave_two_administrators():
    first, second, third = (
        UserFactory(roles=[Role.ADMINISTRATOR]) for _one in range(3)
    )
    facts = {"reason": "Бұйрық", "at": timezone.now()}
    waiting = [
        (account_changes.propose_account_closure(third, by=first, **facts), second),
        (account_changes.propose_account_closure(second, by=third, **facts), first),
    ]

    def confirm(number):
        change, by = waiting[number]
        with suppress(AccountError):
            return account_changes.decide_account_change(
                change, is_confirmed=True, by=by, **facts
            )

    made = race(confirm, threads=2)

    assert sum(one is not None for one in made) == 1
    assert User.objects.administrators().count() == 2
