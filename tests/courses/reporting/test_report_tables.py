"""Tables of a report: added up where people serve, and alike whichever way one asks."""

from datetime import date

import pytest

from courses.compliance.status import StandingState
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import ComplianceReport, label_rows
from elearning.staff.models import Absence
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
DAY = date(2026, 6, 1)


def selection(top, **kept):
    return ReportSelection(user=UserFactory(), on=DAY, tops=[top], **kept)


@pytest.fixture
def region():
    """A department with five people in a prison, one of its own, and one who is away."""
    top = EstablishmentFactory()
    prison = EstablishmentFactory(parent=top)
    top.refresh_from_db()
    rule = RequirementFactory()
    for _number in range(5):
        held = AppointmentFactory(post=rule.post, establishment=prison)
        PassFactory(learner=held.staff_member, course=rule.course)
    AppointmentFactory(post=rule.post, establishment=top)
    away = AppointmentFactory(post=rule.post, establishment=prison)
    Absence.objects.create(
        staff_member=away.staff_member,
        kind=Absence.Kind.PARENTAL,
        starts_on=date(2026, 1, 1),
    )
    return top, prison, rule


def test_people_count_at_the_nearest_place(region):
    top, prison, _rule = region
    report = ComplianceReport(selection(top), is_open=True)

    rows = {
        row.key: row for row in label_rows(report.tables["place"].rows, report.groups)
    }

    assert rows[prison].parts == [("valid", 5), ("paused", 1)]
    assert (rows[prison].required, rows[prison].valid_share) == (5, 100)
    assert rows[top].parts == [("expired", 1)]
    assert rows[top].share(StandingState.EXPIRED) is None
    assert (rows[top].required, rows[top].in_order) == (1, 0)
    assert [table.total.total for table in report.tables.values()] == [7, 7, 7]


def test_a_part_is_told_as_in_the_table_it_is_a_part_of(region):
    top, prison, rule = region
    whole = ComplianceReport(selection(top))
    (told,) = [row for row in whole.tables["place"].rows if row.key == prison.pk]

    for kept in ({}, {"post": rule.post}, {"course": rule.course}):
        part = ComplianceReport(selection(top, establishment=prison, **kept)).total
        assert told.withheld <= part.withheld


def test_a_large_part_beside_a_large_part_is_told():
    prison = EstablishmentFactory()
    rules = [RequirementFactory(post=PostFactory()) for _number in range(2)]
    for rule in rules:
        for _number in range(6):
            AppointmentFactory(post=rule.post, establishment=prison)

    total = ComplianceReport(selection(prison, post=rules[0].post)).total

    assert (total.whole, total.number(StandingState.EXPIRED)) == (6, 6)
