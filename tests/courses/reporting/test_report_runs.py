"""Reports made by the worker: refused, killed and too late first, then the plain way."""

import hashlib
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone
from django.utils.translation import override

from courses.reporting import report_files, report_runs
from courses.reporting.errors import ReportError
from courses.reporting.models import ReportRun
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.staff import EstablishmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

WEEK = timedelta(days=7)
State = ReportRun.State


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def ordered(service, query="", **changes):
    given = {"content": "people", "kind": "csv", "purpose": "Inspection"} | changes
    return report_runs.order_report(
        query, timezone.localdate(), by=service.officer, **given
    )


def made(service, query="", **changes):
    run = ordered(service, query, **changes)
    report_runs.make_next_report(timezone.now())
    run.refresh_from_db()
    return run


def text(run):
    with report_files.open_file(run) as file:
        return file.read().decode("utf-8-sig")


def test_report_of_a_place_that_is_not_hers_is_refused_and_told(service):
    run = made(service, f"establishment={service.other.code}")

    assert run.state == State.FAILED
    assert "establishment" in run.error
    (notice,) = Notice.objects.visible_to(service.officer)
    assert str(run.key) in notice.url


@pytest.mark.parametrize("query", ["course=gone", "post=gone", "state=gone"])
def test_report_with_a_filter_that_is_gone_is_refused_and_not_widened(service, query):
    run = made(service, query)

    assert (run.state, run.rows) == (State.FAILED, 0)


def test_report_of_somebody_without_a_remit_is_refused(service):
    run = ordered(service)
    service.remit.delete()

    report_runs.make_next_report(timezone.now())

    run.refresh_from_db()
    assert run.state == State.FAILED


def test_report_of_a_closed_account_is_refused(service):
    run = ordered(service)
    service.officer.is_active = False
    service.officer.save()

    report_runs.make_next_report(timezone.now())

    run.refresh_from_db()
    assert run.state == State.FAILED


def test_disk_that_is_full_is_tried_again_and_given_up_after_a_day(
    service, monkeypatch
):
    run = ordered(service)

    def full(*args):
        raise OSError

    monkeypatch.setattr(report_files, "store_file", full)
    now = timezone.now()

    assert report_runs.make_next_report(now) == 0
    assert report_runs.make_next_report(now + timedelta(minutes=1)) == 0, (
        "somebody has it in hand"
    )
    run.refresh_from_db()
    assert run.state == State.RUNNING

    report_runs.make_next_report(now + timedelta(days=1, minutes=1))
    run.refresh_from_db()
    assert run.state == State.FAILED


def test_report_that_a_killed_worker_left_is_made_by_the_next(service):
    run, now = ordered(service), timezone.now()
    run.take(at=now, lasting=timedelta(minutes=10))

    assert report_runs.make_next_report(now + timedelta(minutes=9)) == 0
    assert report_runs.make_next_report(now + timedelta(minutes=10)) == 1
    assert report_runs.make_next_report(now + timedelta(minutes=10)) == 0


def test_report_holds_the_remit_alone_and_is_written_to_the_trail(service):
    run = made(service)

    assert service.insider.staff_number in text(run)
    assert service.outsider.staff_number not in text(run)
    with report_files.open_file(run) as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    assert (run.state, run.rows, run.digest) == (State.DONE, 1, digest)
    assert run.expires_at == run.made_at + WEEK
    assert [*run.places.all()] == [service.mine]
    entry = Entry.objects.get(action="compliance.exported")
    assert (entry.by, entry.reason) == (service.officer, "Inspection")
    assert (entry.details["rows"], entry.details["run"]) == (1, run.pk)


def test_report_is_in_the_language_in_which_it_was_ordered(service):
    with override("ru"):
        run = ordered(service, kind="xlsx")

    with override("kk"):
        report_runs.make_next_report(timezone.now())

    with report_files.open_file(run) as file:
        page = openpyxl.load_workbook(file).active
    assert page["A6"].value == "Табельный номер"
    assert page["E7"].value == service.mine.titles["ru"]


def test_ready_report_is_told_once_without_a_name(service):
    run = made(service)
    report_runs.make_next_report(timezone.now())

    (notice,) = Notice.objects.visible_to(service.officer)

    with override("en"):
        assert notice.subject == "Your report is ready"
        assert f"/en/desk/reports/files/{run.key}/" in notice.text
    assert notice.url == f"/desk/reports/files/{run.key}/"


def test_file_is_handed_out_with_its_purpose_in_the_trail(service):
    run = made(service)

    report_runs.fetch_report_file(run, by=service.officer).close()

    entry = Entry.objects.get(action="reporting.downloaded")
    assert (entry.by, entry.reason, entry.details["rows"]) == (
        service.officer,
        "Inspection",
        1,
    )


def test_file_is_refused_when_the_remit_has_shrunk(service):
    service.remit.delete()
    below = EstablishmentFactory(parent=service.mine)
    service.remit.save()
    run = made(service)
    assert run.places.count() == 2
    service.remit.establishment = below
    service.remit.save()

    with pytest.raises(ReportError, match="no longer in your remit"):
        report_runs.fetch_report_file(run, by=service.officer)

    assert Entry.objects.filter(action="reporting.refused", by=service.officer).exists()
    assert not Entry.objects.filter(action="reporting.downloaded").exists()


def test_file_whose_time_has_run_out_is_refused_and_removed(service, time_machine):
    run = made(service)
    assert report_runs.remove_expired_files(run.expires_at - timedelta(seconds=1)) == 0

    time_machine.move_to(run.expires_at)
    with pytest.raises(ReportError, match="no longer"):
        report_runs.fetch_report_file(run, by=service.officer)

    assert report_runs.remove_expired_files(run.expires_at) == 1
    assert report_runs.remove_expired_files(run.expires_at) == 0
    run.refresh_from_db()
    assert run.state == State.REMOVED
    with pytest.raises(OSError):
        report_files.open_file(run)


def test_lost_file_is_refused_in_a_sentence(service):
    run = made(service)
    report_files.delete_file(run)

    with pytest.raises(ReportError, match="has no file"):
        report_runs.fetch_report_file(run, by=service.officer)
