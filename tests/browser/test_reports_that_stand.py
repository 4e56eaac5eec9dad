"""Reports of a past day, in a folder by a schedule, and while all around them is stopped."""

import csv
import io
import os
import signal
from contextlib import contextmanager
from datetime import UTC, datetime

import openpyxl
import pytest

from tests.browser import looking, walking
from tests.browser.personnel import send, wrong_on
from tests.waiting import until

PAST = "2026-06-01"
#: What the record store and the cache keep their things in; both answer nobody meanwhile.
_RENAME = """
from django.db import connection
with connection.cursor() as cursor:
    for name in ("lrs_statement", "cache"):
        before, after = (name, name + "_away")[::{order}]
        cursor.execute(f"ALTER TABLE {{before}} RENAME TO {{after}}")
print("1")
"""


@contextmanager
def stopped(platform):
    """Take away the worker, and with it all mail, the record store and the cache."""
    worker = platform.processes.pop("worker")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.communicate()
    walking.facts(platform, _RENAME.format(order=1))
    try:
        yield
    finally:
        walking.facts(platform, _RENAME.format(order=-1))
        platform.employ()


@pytest.fixture
def folder(platform, tmp_path):
    """A folder for reports, which the platform knows of from its start on."""
    platform.environment["REPORTS_FOLDER"] = str(tmp_path)
    platform.kill()
    platform.start()
    yield tmp_path
    del platform.environment["REPORTS_FOLDER"]
    platform.kill()
    platform.start()


def export(page, kind, query=""):
    """Take the people of the report as a file."""
    page.goto("/ru/desk/compliance/export/" + query)
    page.check("[name=content][value=people]")
    page.check(f"[name=kind][value={kind}]")
    page.fill("[name=purpose]", "Проверка за квартал")
    with page.expect_download() as download:
        page.click("main button[type=submit]")
    return download.value.path().read_bytes()


def heads(page):
    """Return the links that sort the table by establishment."""
    return page.locator("table:has([aria-sort])").first.locator("thead a")


def test_reports_go_on_without_record_store_mail_and_cache(platform, visit, enter):
    page = looking.listen(visit("desk", "ru"))
    enter(page, "ministry-hr", "ru")

    with stopped(platform):
        page.goto("/ru/desk/compliance/?course=C1")
        assert wrong_on(page, "ru", "desk-ru-report-alone") == []
        walking.press(heads(page).last)
        sorted_by = page.url
        shown = page.locator("table:has([aria-sort])").first.inner_text()
        page.goto("/ru/desk/")
        page.goto(sorted_by)
        assert page.locator("table:has([aria-sort])").first.inner_text() == shown
        walking.press(page.locator("table:has([aria-sort]) tbody th a").first)
        assert "course=C1" in page.url
        assert len(export(page, "csv", "?course=C1").splitlines()) > 1
        page.goto("/ru/desk/people/")
        assert wrong_on(page, "ru", "desk-ru-people-alone") == []


def test_report_and_file_of_a_past_day_carry_its_date(visit, enter):
    page = looking.listen(visit("desk", "ru"))
    enter(page, "ministry-hr", "ru")

    page.goto(f"/ru/desk/compliance/?on={PAST}")
    assert "1 июня 2026" in page.locator("main .overline").inner_text()
    assert wrong_on(page, "ru", "desk-ru-report-past") == []

    book = openpyxl.load_workbook(io.BytesIO(export(page, "xlsx", f"?on={PAST}")))
    told = [cell.value for row in book.active.iter_rows(max_row=6) for cell in row]
    assert datetime(2026, 6, 1) in told  # noqa: DTZ001 — a day has no zone there
    text = export(page, "csv", f"?on={PAST}").decode("utf-8-sig")
    head = [
        cell
        for row in list(csv.reader(io.StringIO(text), delimiter=";"))[:6]
        for cell in row
    ]
    assert "2026-06-01" in head or "01.06.2026" in head


def test_scheduled_report_lands_in_its_folder(platform, visit, enter, folder):
    page = looking.listen(visit("desk", "ru"))
    enter(page, "ministry-hr", "ru")
    page.goto("/ru/desk/compliance/?state=expired")
    walking.press(page.locator("main a[href*='/reports/new/']"))
    page.fill("[name=name]", "Просрочено, каждый месяц")
    page.check("[name=content][value=people]")
    page.check("[name=kind][value=csv]")
    page.check("[name=every][value=month]")
    page.fill("[name=month_day]", str(datetime.now(UTC).astimezone().day))
    page.check("[name=way][value=folder]")
    page.fill("[name=purpose]", "Ежемесячная проверка")
    assert wrong_on(page, "ru", "desk-ru-save-folder") == []
    send(page)
    assert wrong_on(page, "ru", "desk-ru-saved-folder") == []

    platform.manage("work", "--once")  # the worker that runs looks once a minute
    (file,) = landed(folder)

    text = file.read_text("utf-8-sig")
    assert "Ежемесячная проверка" in text
    assert not list(folder.rglob(".*.part"))


def landed(folder):
    """Wait for what the worker puts into ``folder``."""
    return until(lambda: list(folder.glob("report-*/*.csv")))
