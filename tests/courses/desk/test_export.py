"""What leaves the desk as a file: with its purpose, harmless in a spreadsheet."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.acknowledgements.models import ReadingRule
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.desk.kit import file_export
from courses.learner.record_access import list_record_accesses
from courses.provisions.models import Document
from courses.reporting import report_pdf
from courses.reporting.models import ReportRun
from elearning.audit.models import Entry
from tests.factories.compliance import RequirementFactory
from tests.factories.provisions import DocumentFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db


def test_export_of_people_asks_for_the_purpose(client, house, officer):
    answer = client.post(reverse("desk:export"), {"content": "people", "kind": "csv"})

    assert answer.context["form"].errors.keys() == {"purpose"}
    assert not Entry.objects.filter(action="compliance.exported").exists()


def test_export_to_csv_is_neutral_marked_and_audited(client, house, officer):
    given = {"content": "people", "kind": "csv", "purpose": "=inspection"}

    answer = client.post(reverse("desk:export"), given)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0][1] == officer.staff_number
    assert rows[1][1] == "'=inspection"
    assert rows[3][1] == f"{timezone.localdate():%Y-%m-%d}"
    assert [row[:2] for row in rows[6:]] == [
        [house.insider.staff_number, "'" + house.insider.family_name]
    ]
    began, named, ended = Entry.objects.filter(
        action__startswith="compliance."
    ).order_by("pk")
    assert (named.by, named.person) == (officer, str(house.insider.key))
    assert (began.by, began.reason) == (officer, "=inspection")
    assert began.details["content"] == "people"
    assert ended.details == {"began": began.pk, "rows": 1, "whole": True}


def test_csv_begins_before_anything_is_asked_of_the_database(
    client, house, officer, django_assert_num_queries
):
    given = {"content": "people", "kind": "csv", "purpose": "Тексеру"}
    answer = client.post(reverse("desk:export"), given)
    pieces = iter(answer.streaming_content)

    with django_assert_num_queries(0):
        first = next(pieces).decode("utf-8-sig")

    assert "Тексеру" in first
    assert house.insider.staff_number not in first
    assert house.insider.staff_number in next(pieces).decode()
    answer.close()  # a file that was broken off is told at once


def test_csv_keeps_the_language_in_which_it_was_asked_for(client, house, officer):
    given = {"content": "people", "kind": "csv", "purpose": "Тексеру"}
    with override("ru"):
        answer = client.post(reverse("desk:export"), given)

    with override("kk"):
        text = b"".join(answer.streaming_content).decode()

    lines = [line.split(";") for line in text.splitlines()]
    assert lines[5][0] == "Табельный номер"
    assert lines[6][4:6] == [house.mine.titles["ru"], house.rule.post.titles["ru"]]


@pytest.mark.parametrize("content", ["people", "summary"])
def test_export_to_xlsx_opens_with_dates(client, house, officer, content):
    given = {"content": content, "kind": "xlsx", "purpose": "Тексеру"}

    answer = client.post(reverse("desk:export"), given)

    page = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert page["B4"].is_date
    assert page["A7"].value == (
        house.insider.staff_number if content == "people" else house.mine.title
    )


def test_export_to_pdf_is_printed_with_who_and_what_for_on_each_page(
    client, house, officer
):
    given = {"content": "people", "kind": "pdf", "purpose": "Тексеру үшін"}

    answer = client.post(reverse("desk:export"), given)

    file = pypdf.PdfReader(io.BytesIO(answer.getvalue()))
    (page,) = file.pages
    words = " ".join(page.extract_text().split())
    assert page.mediabox.width > page.mediabox.height
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert officer.staff_number in words
    assert "Тексеру үшін" in words
    assert house.insider.full_name in words
    entry = Entry.objects.get(action="compliance.exported")
    assert (entry.reason, entry.details["rows"]) == ("Тексеру үшін", 1)


def test_list_too_long_for_paper_is_refused_with_the_way_out(
    client, house, officer, monkeypatch
):
    monkeypatch.setattr(report_pdf, "MOST", 0)
    given = {"content": "people", "kind": "pdf", "purpose": "Тексеру"}

    answer = client.post(reverse("desk:export"), given)

    (said,) = answer.context["form"].non_field_errors()
    assert "XLSX" in said
    assert not Entry.objects.filter(action="compliance.exported").exists()


def test_list_too_long_to_wait_for_is_made_in_the_background(
    client, house, officer, monkeypatch
):
    monkeypatch.setattr(file_export, "MOST_AT_ONCE", 0)
    given = {"content": "people", "kind": "xlsx", "purpose": "Тексеру"}
    post, day = house.rule.post.code, timezone.localdate() - timedelta(days=1)
    url = reverse(
        "desk:export", query={"post": post, "page": "2", "on": day.isoformat()}
    )

    answers = [client.post(url, given) for _twice in range(2)]

    assert {answer.url for answer in answers} == {reverse("desk:reports:files")}
    run = ReportRun.objects.get()
    assert (run.owner, run.query, run.on) == (
        officer,
        f"post={post}",
        day,
    )
    assert (run.content, run.kind, run.purpose) == ("people", "xlsx", "Тексеру")
    entry = Entry.objects.get(action="reporting.ordered")
    assert (entry.by, entry.reason) == (officer, "Тексеру")


@pytest.mark.parametrize("content", ["people", "guidelines"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_person_finds_once_in_her_record_that_a_file_named_her(
    client, house, officer, content, kind
):
    _two_courses_and_a_guideline(house)
    given = {"content": content, "kind": kind, "purpose": "Тексеру"}

    b"".join(client.post(reverse("desk:export"), given))

    with override("en"):
        (look,) = list_record_accesses(house.insider)
    assert (look.role, look.action) == (
        "Facility HR",
        "Named in an exported list",
    )
    assert look.reason == "Тексеру"
    assert list_record_accesses(house.outsider) == []


def test_numbers_name_nobody(client, house, officer):
    given = {"content": "summary", "kind": "xlsx", "purpose": "Тексеру"}

    b"".join(client.post(reverse("desk:export"), given))

    assert list_record_accesses(house.insider) == []


def test_files_tell_any_number_of_people_in_the_same_queries(client, house, officer):
    _two_courses_and_a_guideline(house)

    def queries(content):
        ensure_fresh_periods()  # whoever looks first reckons who waits
        given = {"content": content, "kind": "xlsx", "purpose": "Тексеру"}
        with CaptureQueriesContext(connection) as captured:
            b"".join(client.post(reverse("desk:export"), given))
        return len(captured)

    queries("people")  # whoever comes first fills what is kept for all
    one = [queries(content) for content in ("people", "guidelines")]
    for _number in range(2):
        AppointmentFactory(establishment=house.mine, post=house.rule.post)

    assert [queries(content) for content in ("people", "guidelines")] == one
    named = Entry.objects.filter(action="compliance.person_exported")
    assert named.count() == 1 + 2 * (1 + 3)


def _two_courses_and_a_guideline(house):
    RequirementFactory(post=house.rule.post)
    paper = DocumentFactory(distribution=Document.Distribution.REGISTER_ONLY)
    facts = {"document": paper, "starts_on": date(2020, 1, 1)}
    ReadingRule.objects.create(post=house.rule.post, **facts)
