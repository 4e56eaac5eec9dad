"""Sheets whose cells do nothing when they are opened."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from courses.reporting.errors import TooManyLinesError
from courses.reporting.spreadsheets import (
    ReportSheet,
    build_xlsx_file,
    iter_csv_lines,
    iter_csv_pieces,
    neutralize_formula,
)

BAD = [
    '=HYPERLINK("http://x","y")',
    "+7 701",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    "  =1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM",
    "\ufe661",
]


@pytest.mark.parametrize("text", BAD)
def test_neutral_cell_begins_with_an_apostrophe(text):
    assert neutralize_formula(text).startswith("'")
    assert "\x00" not in neutralize_formula(text)


@pytest.mark.parametrize("text", ["", "Әбенов", "5 = 5", "a@b.kz", "№ 1"])
def test_plain_cell_stays_as_it_is(text):
    assert neutralize_formula(text) == text


def sheet():
    head = [("Purpose", "=1+1"), ("As of", date(2026, 3, 14))]
    return ReportSheet(
        "Есеп",
        head,
        ["Аты", "=x"],
        [[text, date(2026, 3, 14), None, 7] for text in BAD],
    )


def test_csv_keeps_kazakh_letters_and_dates_and_no_formula():
    text = "".join(iter_csv_lines(sheet()))

    rows = list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    )

    assert text.startswith("\ufeff")
    assert rows[0] == ["Purpose", "'=1+1"]
    assert rows[3] == ["Аты", "'=x"]
    assert {row[1] for row in rows[4:]} == {"2026-03-14"}
    assert all(row[0].startswith("'") for row in rows[4:])
    assert len(rows) == 4 + len(BAD)


def test_xlsx_keeps_dates_as_dates_and_no_formula():
    with build_xlsx_file(sheet()) as file:
        page = openpyxl.load_workbook(file).active

    cells = [cell for row in page.iter_rows() for cell in row]

    assert page.title == "Есеп"
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert page["B2"].value == datetime(2026, 3, 14)  # noqa: DTZ001 — a sheet knows no zone
    assert page["B5"].is_date
    assert [page.cell(line, 1).value for line in range(5, 5 + len(BAD))] == [
        neutralize_formula(text) for text in BAD
    ]


def test_pieces_of_a_csv_are_its_lines():
    assert "".join(iter_csv_pieces(sheet())) == "".join(iter_csv_lines(sheet()))


def test_columns_of_an_xlsx_stay_in_sight():
    with build_xlsx_file(sheet()) as file:
        page = openpyxl.load_workbook(file).active

    assert page.freeze_panes == "A5"
    assert page.print_title_rows == "$4:$4"
    assert page.page_setup.orientation == "landscape"


def test_name_of_a_sheet_has_nothing_that_excel_refuses():
    with build_xlsx_file(ReportSheet("a/b: [c]*?" + "d" * 40, [], ["x"], [])) as file:
        page = openpyxl.load_workbook(file).active

    assert page.title == "a b   c   " + "d" * 21


def test_sheet_with_too_many_rows_is_given_up_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with pytest.raises(TooManyLinesError):
        build_xlsx_file(sheet(), most=len(BAD) - 1)

    assert not list(tmp_path.iterdir())
    build_xlsx_file(sheet(), most=len(BAD)).close()
