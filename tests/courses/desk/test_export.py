"""What leaves the desk as a file: with its purpose, harmless in a spreadsheet."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.audit.models import Entry

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
    entry = Entry.objects.get(action="compliance.exported")
    assert (entry.by, entry.reason, entry.details["rows"]) == (
        officer,
        "=inspection",
        1,
    )


@pytest.mark.parametrize("content", ["people", "summary"])
def test_export_to_xlsx_opens_with_dates(client, house, officer, content):
    given = {"content": content, "kind": "xlsx", "purpose": "Тексеру"}

    answer = client.post(reverse("desk:export"), given)

    page = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert page["B4"].is_date
    assert page["A7"].value == (
        house.insider.staff_number if content == "people" else house.mine.title
    )
