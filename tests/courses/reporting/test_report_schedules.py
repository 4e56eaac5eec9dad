"""Reports by a schedule: owners who left and missed days first, then the plain way."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from courses.reporting import report_files, report_runs, report_schedules, saved_reports
from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun, SavedReport
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

ZONE = ZoneInfo("Asia/Almaty")
MONTH, WEEK, NEVER = SavedReport.Every.MONTH, SavedReport.Every.WEEK, ""
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def at(month, day, hour=9):
    return datetime(2027, month, day, hour, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def january(time_machine):
    time_machine.move_to(at(1, 10))
    with override("en"):
        yield


def kept(service, query="", **changes):
    facts = {"name": "Monthly", "content": "people", "kind": "csv"}
    facts |= {"purpose": "Inspection", "every": MONTH, "day": 1, "way": "link"}
    return saved_reports.save_report(query, by=service.officer, **facts | changes)


@pytest.fixture
def tick(time_machine):
    """Let the worker look at a moment of 2027."""

    def look(month, day):
        time_machine.move_to(at(month, day))
        report_schedules.order_due_reports(at(month, day))
        report_runs.make_next_report(at(month, day))

    return look


def due_days():
    return list(ReportRun.objects.order_by("pk").values_list("due_on", flat=True))


def text(run):
    with report_files.open_file(run) as file:
        return file.read().decode("utf-8-sig")


@pytest.mark.parametrize(
    ("every", "day"), [(MONTH, None), (MONTH, 32), (WEEK, 8), (WEEK, 0)]
)
def test_schedule_without_a_day_is_refused(service, every, day):
    with pytest.raises(ReportError, match="day"):
        kept(service, every=every, day=day)

    assert not SavedReport.objects.exists()


def test_folder_is_refused_where_there_is_none(service, settings):
    settings.REPORTS_FOLDER = ""

    with pytest.raises(ReportError, match="folder"):
        kept(service, way="folder")


def test_schedule_of_somebody_who_has_left_stops_and_is_told(service):
    report = kept(service)
    told = (
        UserFactory(roles=[Role.ADMINISTRATOR]),
        UserFactory(roles=[Role.MINISTRY_HR]),
    )
    UserFactory(roles=[Role.TRAINER])
    service.officer.is_active = False
    service.officer.save()

    assert [report_schedules.order_due_reports(at(2, 1)) for _twice in range(2)] == [
        0,
        0,
    ]

    report.refresh_from_db()
    assert (report.every, report.day) == (NEVER, None)
    assert {notice.user for notice in Notice.objects.all()} == set(told)
    assert Entry.objects.filter(action="reporting.stopped", by=None).count() == 1


def test_schedule_of_somebody_whose_remit_has_ended_stops(service):
    kept(service)
    service.remit.delete()

    assert report_schedules.order_due_reports(at(2, 1)) == 0
    assert not SavedReport.objects.scheduled().exists()


def test_missed_days_are_made_up_for_once(service):
    kept(service)

    assert report_schedules.order_due_reports(at(5, 3)) == 1
    assert report_schedules.order_due_reports(at(5, 4)) == 0
    assert due_days() == [date(2027, 5, 1)]


def test_nothing_is_due_before_the_schedule_was_set(service):
    kept(service, day=5)

    assert report_schedules.order_due_reports(at(1, 11)) == 0
    assert report_schedules.order_due_reports(at(2, 4)) == 0
    assert report_schedules.order_due_reports(at(2, 5)) == 1


def test_schedule_set_again_does_not_make_a_day_twice(service):
    report = kept(service, day=10)
    assert report_schedules.order_due_reports(at(1, 10)) == 1
    saved_reports.stop_schedule(report, by=service.officer)
    assert report_schedules.order_due_reports(at(2, 10)) == 0
    facts = {"every": MONTH, "day": 10}
    saved_reports.change_report(report, by=service.officer, **facts)

    assert report_schedules.order_due_reports(at(1, 10, hour=20)) == 0


def test_each_file_is_as_of_its_day_with_the_purpose_of_the_schedule(service, tick):
    report = kept(service, every=WEEK, day=1)

    for day in (11, 12, 18):
        tick(1, day)

    runs = report.runs.order_by("pk")
    assert [run.on for run in runs] == [date(2027, 1, 11), date(2027, 1, 18)]
    assert {run.state for run in runs} == {"done"}
    for run in runs:
        assert "Inspection" in text(run)
        assert f"{run.on:%Y-%m-%d}" in text(run)
    assert Notice.objects.visible_to(service.officer).count() == 2


def test_file_is_bounded_by_what_its_owner_looks_after_on_the_day(service, tick):
    kept(service)
    service.remit.establishment = service.other
    service.remit.save()

    tick(2, 1)

    run = ReportRun.objects.get()
    assert service.outsider.staff_number in text(run)
    assert service.insider.staff_number not in text(run)
    assert [*run.places.all()] == [service.other]


def test_folder_gets_each_file_under_a_name_that_names_nobody(
    service, tick, settings, tmp_path
):
    settings.REPORTS_FOLDER = str(tmp_path)
    report = kept(service, way="folder")

    tick(2, 1)

    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert file.relative_to(tmp_path).parts == (
        f"report-{report.pk}",
        "compliance-people-2027-02-01.csv",
    )
    body = file.read_bytes().decode("utf-8-sig")
    assert body == text(ReportRun.objects.get())
    assert file.stat().st_mode & 0o777 == 0o640
    assert file.parent.stat().st_mode & 0o777 == 0o750
    entry = Entry.objects.get(action="reporting.put_into_folder")
    assert (entry.by, entry.reason) == (None, "Inspection")


def test_folder_that_is_gone_fails_the_file_and_tells_its_owner(
    service, tick, settings, tmp_path
):
    settings.REPORTS_FOLDER = str(tmp_path)
    kept(service, way="folder")
    settings.REPORTS_FOLDER = ""

    tick(2, 1)

    assert ReportRun.objects.get().state == "failed"
    assert Notice.objects.visible_to(service.officer).exists()


@given(DAYS, st.integers(1, 31))
def test_months_follow_each_other_without_a_gap(on, day):
    last = report_schedules.compute_last_due(MONTH, day, on)
    coming = report_schedules.compute_next_due(MONTH, day, on)

    assert last <= on < coming
    assert report_schedules.compute_next_due(MONTH, day, last) == coming
    assert (coming.year * 12 + coming.month) - (last.year * 12 + last.month) == 1


@given(DAYS, st.integers(1, 7))
def test_weeks_follow_each_other_without_a_gap(on, day):
    last = report_schedules.compute_last_due(WEEK, day, on)
    coming = report_schedules.compute_next_due(WEEK, day, on)

    assert last <= on < coming == last + timedelta(days=7)
    assert last.isoweekday() == day
