"""Every total counts what a rule asks, once; a refresher is the way to renew it."""

import io
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.models import StandingPeriod
from courses.compliance.periods.period_rebuild import rebuild_waiting_periods
from courses.compliance.periods.rebuild_requests import request_full_rebuild
from courses.compliance.reminders import send_reminders
from courses.compliance.renewals import merge_refreshers
from courses.compliance.service_simulation import ServiceSize, simulate_service
from courses.compliance.standing_summary import COUNTED_WITH
from courses.compliance.status import StandingState, list_standings
from courses.enrolment import enrol_learner
from courses.learner.training_overview import build_training_overview
from courses.models import Course, Enrolment
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import ComplianceReport
from courses.reporting.standing_list import MatchingPeople
from courses.reporting.standing_tally import count_backlog, forecast_expiries
from courses.reporting.standing_trend import build_standing_trend
from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.notices.models import Notice
from elearning.staff.models import Establishment, StaffMember
from tests.courses.reporting import reckoned
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.courses import CourseFactory, EditionFactory
from tests.factories.staff import RemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 7, tzinfo=UTC)


@pytest.fixture
def officer(time_machine):
    """The officer of a small service whose worker has assigned refreshers, and an officer more.

    Each refresher is due with the course that it renews; one course more was assigned to
    everybody by hand, and is late.
    """
    time_machine.move_to(NOON, tick=False)
    simulate_service(ServiceSize(staff=45, courses=3, years=2), by=None, today=TODAY)
    root = Establishment.objects.get(code="sim")
    found = UserFactory(roles=[Role.MINISTRY_HR])
    RemitFactory(
        user=found,
        role=Role.MINISTRY_HR,
        establishment=root,
        starts_on=date(2020, 1, 1),
    )
    for course in list(Course.objects.order_by("code")):
        EditionFactory(course=course)
        EditionFactory(course=CourseFactory(code=f"{course.code}-R", refreshes=course))
    _recount()
    assign_due_courses(NOON)
    extra = EditionFactory(course__code="X1").course
    for person in StaffMember.objects.employed(TODAY)[:9]:
        enrol_learner(person, extra, by=found, due=TODAY - timedelta(days=40), at=NOON)
    _recount()
    return found


def _recount():
    request_full_rebuild(date(2000, 1, 1))
    rebuild_waiting_periods(at=NOON)


@pytest.fixture
def browser(client, officer):
    pass_both_steps(client, officer)
    client.post(reverse("desk:open-numbers"), {"purpose": "Тексеру"})
    client.post(reverse("desk:people"), {"purpose": "Тексеру"})
    return client


def counted(row):
    return +Counter({state.value: number for state, number in row.counts.items()})


def selection(officer, **filters):
    root = Establishment.objects.get(code="sim")
    return ReportSelection(user=officer, on=TODAY, tops=[root], **filters)


def test_worker_has_assigned_what_no_total_may_count(officer):
    beside = StandingPeriod.objects.on(TODAY).filter(is_required=False)

    late = beside.filter(state__in=["expired", "grace", "due"])
    assert late.filter(course__refreshes__isnull=False).exists()
    assert late.filter(course__code="X1").count() == 9


def test_screens_show_what_raw_rows_come_to(browser, officer):
    right = reckoned.totals(TODAY)

    home = browser.get(reverse("desk:home")).context
    report = browser.get(reverse("desk:compliance")).context

    assert counted(home["total"]) == counted(report["total"]) == right
    assert home["late"] == reckoned.late_people(TODAY)
    courses = {line.label.split(" — ")[0] for line in report["courses"]}
    assert courses == {"S01", "S02", "S03"}
    assert {course.code for course in report["map"].courses} == courses
    assert sum(line.required for line in report["places"]) == sum(
        number for state, number in right.items() if state != "paused"
    )
    assert home["months"][-1].point.required == report["total"].required


def test_list_behind_a_number_has_what_the_number_counts(browser, officer):
    right = reckoned.standings(TODAY)
    late = {who for (who, _course), state in right.items() if state == "expired"}

    found = MatchingPeople(selection(officer, state=StandingState.EXPIRED))
    beside = MatchingPeople(selection(officer, state=StandingState.NOT_REQUIRED))

    assert {line.person.pk for line in found[0:1000]} == late
    assert len(MatchingPeople(selection(officer))) == len(
        {who for who, _course in right}
    )
    assert {line.standing.course.code for line in beside[0:1000]} >= {"X1"}


def test_files_hold_what_raw_rows_come_to(browser, officer):
    right = reckoned.totals(TODAY)
    given = {"kind": "xlsx", "purpose": "Тексеру"}

    people = browser.post(reverse("desk:export"), given | {"content": "people"})
    summary = browser.post(reverse("desk:export"), given | {"content": "summary"})

    rows = _table(people)
    assert len(rows) == right.total()
    assert {row[6] for row in rows} == {"S01", "S02", "S03"}
    told = [n for row in _table(summary) for n in row[1:2] if isinstance(n, int)]
    required = right.total() - right["paused"]
    assert told
    assert all(number <= required for number in told)
    tables = ComplianceReport(selection(officer), is_open=True).tables
    assert all(counted(table.total) == right for table in tables.values())


def _table(answer):
    """The rows under the heading of a file."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    first = next(n for n, row in enumerate(rows) if sum(map(bool, row)) > 5)
    return [row for row in rows[first + 1 :] if any(row)]


def test_api_tells_what_is_required_and_by_what_it_is_renewed(client, officer):
    _token, text = create_access_key(
        by=officer, name="x", scopes=["reports:read"], expires_on=TODAY
    )
    headers = {"Authorization": f"Bearer {text}", "Purpose": "inspection"}

    answer = client.get("/api/v1/reports/standings?limit=200", headers=headers)

    items = json.loads(answer.content)["items"]
    told = [one for item in items for one in item["standings"]]
    states = [
        COUNTED_WITH.get(StandingState(one["state"]), StandingState(one["state"]))
        for one in told
    ]
    required = [
        state for state, one in zip(states, told, strict=True) if one["is_required"]
    ]
    assert Counter(state.value for state in required) == reckoned.totals(TODAY)
    ways = {(one["course"], one["refresher"]) for one in told if one["refresher"]}
    assert ways <= {(f"S0{n}", f"S0{n}-R") for n in (1, 2, 3)}
    assert ways
    assert not [one for one in told if one["course"].endswith("-R")]


def test_notice_of_officers_counts_what_is_required(officer):
    right = reckoned.totals(TODAY)

    send_reminders(NOON)

    notice = Notice.objects.get(user=officer, kind="training-late")
    assert notice.context["late"] == right["expired"] + right["grace"]


def test_seats_count_each_pass_once(officer):
    root = Establishment.objects.get(code="sim")

    found = forecast_expiries([root], on=TODAY, days=90, by=["course"])

    codes = dict(Course.objects.values_list("pk", "code"))
    assert {codes[one.course] for one in found} <= {"S01", "S02", "S03"}
    assert count_backlog([root], on=TODAY).late == reckoned.late_people(TODAY)


def test_trend_ends_with_the_number_of_the_day(officer):
    points = build_standing_trend(ComplianceReport(selection(officer), is_open=True))

    right = reckoned.totals(TODAY)
    assert points[-1].required == right.total() - right["paused"]
    before = reckoned.totals(points[-2].on)
    assert points[-2].required == before.total() - before["paused"]


def test_home_of_a_learner_counts_a_course_and_its_refresher_once(officer):
    one = Enrolment.objects.active().filter(course__refreshes__isnull=False).first()

    found = build_training_overview(one.learner, timezone.now())

    assert found.mandatory == 3
    items = [found.now, *found.others]
    (item,) = [item for item in items if item.enrolment == one]
    assert item.why.startswith(f"{one.course.refreshes.code} курсын ұзартады.")
    asked = {standing.course for standing in found.asked}
    assert one.course.refreshes not in asked


def test_refresher_stands_in_the_row_of_the_course_it_renews(officer):
    one = Enrolment.objects.active().filter(course__refreshes__isnull=False).first()
    mine = StaffMember.objects.filter(pk=one.learner_id)

    rows = merge_refreshers(list_standings(mine, on=TODAY))

    (row,) = [row for row in rows if row.course == one.course.refreshes]
    assert row.refresher.course == row.taken == one.course
    assert one.course not in {row.course for row in rows}
