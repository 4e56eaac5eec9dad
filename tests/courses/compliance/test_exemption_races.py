"""Exemptions of one person at the same moment count together."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.compliance.exemption_runs import ALONE
from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import StaffMemberFactory
from tests.racing import race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.database_vendor,
]

AT = datetime(2026, 6, 1, 4, tzinfo=UTC)
TODAY = date(2026, 6, 1)


FIRST = AT - timedelta(days=300)


def day(number):
    return TODAY + timedelta(days=number)


def test_raced_exemptions_in_a_row_do_not_last_longer_than_a_year():
    person, course = StaffMemberFactory(), CourseFactory()
    officers = UserFactory.create_batch(2)

    def grant(by, first, last, at=AT):
        return grant_exemption(
            person,
            course,
            ExemptionTerms(
                kind=Exemption.Kind.WAIVER,
                reason="Teaches it",
                starts_on=first,
                ends_on=last,
            ),
            by=by,
            at=at,
        )

    grant(officers[0], day(-300), day(-1), FIRST)
    spans = [(day(0), day(39)), (day(40), day(79))]

    near, far = race(lambda number: grant(officers[number], *spans[number]), threads=2)

    year = FIRST.date() + ALONE
    assert not near.has_days or far.ends_on <= year
    assert far.has_days
