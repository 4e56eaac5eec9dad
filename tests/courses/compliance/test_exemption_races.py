"""Exemptions of one person at the same moment count together."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses.compliance.errors import ComplianceError
from courses.compliance.exemption_runs import ALONE
from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption, RuleException
from courses.compliance.rule_exceptions import (
    RuleExceptionDecision,
    decide_rule_exceptions,
)
from tests.factories.accounts import UserFactory
from tests.factories.compliance import RequirementFactory
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


def grant(person, course, by, span, at=AT):
    return grant_exemption(
        person,
        course,
        ExemptionTerms(Exemption.Kind.WAIVER, "Teaches it", span[0], span[1]),
        by=by,
        at=at,
    )


def test_raced_exemptions_in_a_row_do_not_last_longer_than_a_year():
    person, course = StaffMemberFactory(), CourseFactory()
    officers = UserFactory.create_batch(2)
    grant(person, course, officers[0], (day(-300), day(-1)), FIRST)
    spans = [(day(0), day(39)), (day(40), day(79))]

    near, far = race(
        lambda number: grant(person, course, officers[number], spans[number]),
        threads=2,
    )

    year = FIRST.date() + ALONE
    assert not near.has_days or far.ends_on <= year
    assert far.has_days


def test_raced_exemption_and_other_day_do_not_last_longer_than_a_year():
    person, rule = StaffMemberFactory(), RequirementFactory()
    officers = UserFactory.create_batch(2)
    grant(person, rule.course, officers[0], (day(-300), day(-1)), FIRST)
    exception = RuleException.objects.create(
        requirement=rule, learner=person, ground="no-start", found_at=AT
    )

    def give(number):
        if number:
            span = (day(70), day(150))
            return grant(person, rule.course, officers[1], span).has_days
        decision = RuleExceptionDecision(
            RuleException.Outcome.DATE, "Ill", due_on=day(30)
        )
        try:
            decide_rule_exceptions([exception], decision, by=officers[0], at=AT)
        except ComplianceError:
            return False
        return True

    assert sorted(race(give, threads=2)) == [False, True]
