"""Codes entered at the same moment: counted as if one came after the other."""

import pytest
from django.core.management import call_command

from courses.assessment.sittings import access_codes
from elearning.settings import base
from tests.factories.staff import StaffMemberFactory
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]


def test_codes_entered_at_once_are_five_and_no_more(settings, rf):
    settings.CACHES = base.CACHES  # as an installation has them that names no Redis
    call_command("createcachetable")
    person = StaffMemberFactory()

    allowed = race(lambda _number: access_codes.consume_code_try(rf.post("/"), person))

    assert sorted(allowed) == [False, *[True] * 5]
    assert not access_codes.consume_code_try(rf.post("/"), person)
    access_codes.reset_code_tries(rf.post("/"), person)
    assert [
        access_codes.consume_code_try(rf.post("/"), person) for _try in range(6)
    ] == [
        *[True] * 5,
        False,
    ]
