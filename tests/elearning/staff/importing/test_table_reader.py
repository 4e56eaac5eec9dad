"""Files become the same rows, whatever program saved them; harmful ones are refused."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from elearning.staff.importing.column_mapping import detect_header
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.table_reader import read_table_rows
from elearning.staff.importing.table_rows import UnreadableCell

KAZAKH = "Нөмір;Тегі;Аты\r\n1;Өтегенұлы;Һәм Іңкәр Ғұмар Қажы\r\n"
RUSSIAN = "Номер;Фамилия;Имя\r\n1;Щёголев;Юрий\r\n"


def cells(content):
    return [list(row.cells) for row in read_table_rows(content)]


def book(fill):
    made = openpyxl.Workbook()
    fill(made.active)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def code_of(content):
    with pytest.raises(StaffListError) as refused:
        list(read_table_rows(content))
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_kazakh_letters_are_read_in_every_encoding(coding):
    assert cells(KAZAKH.encode(coding))[1] == ["1", "Өтегенұлы", "Һәм Іңкәр Ғұмар Қажы"]


@pytest.mark.parametrize("coding", ["utf-8", "cp1251", "kz1048"])
def test_russian_letters_are_read_in_every_encoding(coding):
    assert cells(RUSSIAN.encode(coding))[1] == ["1", "Щёголев", "Юрий"]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_delimiter_is_told_by_the_file(sign):
    text = sign.join(("a", '"b; c, d"', "e")) + "\n" + sign.join(("1", "2", "3"))

    assert cells(text.encode()) == [["a", "b; c, d", "e"], ["1", "2", "3"]]


def test_line_that_names_the_separator_is_passed_over():
    (first, _second) = read_table_rows(b"sep=,\r\na,b\r\n1,2\r\n")

    assert (first.number, list(first.cells)) == (2, ["a", "b"])


def test_cells_of_a_workbook_are_texts_and_days():
    def fill(sheet):
        sheet.append(["007", 7, 7.0, True, None, " x "])
        sheet.append([date(2026, 3, 14), 46095.5, "14.03.2026"])
        sheet["B2"].number_format = "dd.mm.yyyy hh:mm"
        sheet.append([42])
        sheet["A3"].number_format = "000000"

    assert cells(book(fill)) == [
        ["007", "7", "7", "1", "", "x"],
        [date(2026, 3, 14), date(2026, 3, 14), "14.03.2026"],
        ["000042"],
    ]


def test_formula_error_and_merged_cells_are_named():
    def fill(sheet):
        sheet.append(["a", "b", "c"])
        sheet.append(["=1+1", "#N/A", "x"])
        sheet.append(["1", "2", "3"])
        sheet.merge_cells("C2:C3")

    assert cells(book(fill))[1:] == [
        [
            UnreadableCell("formula"),
            UnreadableCell("formula_error"),
            UnreadableCell("merged", "C2:C3"),
        ],
        ["1", "2", UnreadableCell("merged", "C2:C3")],
    ]


def test_hidden_sheet_is_passed_over():
    made = openpyxl.Workbook()
    made.active.append(["hidden"])
    made.active.sheet_state = "hidden"
    made.create_sheet().append(["shown"])
    file = io.BytesIO()
    made.save(file)

    assert cells(file.getvalue()) == [["shown"]]


def packed(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def workbook_with(name, content):
    file = io.BytesIO(book(lambda sheet: sheet.append(["a"])))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"%PDF-1.7", "not_a_table"),
        (OLE + b"x" * 99, "old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (packed(a="b"), "not_a_table"),
        (workbook_with("xl/vbaProject.bin", b"x"), "macros"),
        (workbook_with("xl/media/x.bin", b"\0" * 3_000_000), "bomb"),
        (book(lambda sheet: sheet.append(["a"]))[:-200], "damaged"),
        (packed(xl__workbook__xml="x").replace(b"__xml", b".xml00"), "not_a_table"),
        (b"a;b\x00c", "not_a_table"),
        (b'a;b\r\n1;"2', "quote"),
    ],
)
def test_what_is_no_list_or_may_harm_is_refused(content, code):
    assert code_of(content) == code


def test_broken_inside_is_refused():
    content = packed(xl__workbook_xml="<x>")
    content = content.replace(b"xl/workbook_xml", b"xl/workbook.xml")

    assert code_of(content) == "damaged"


def test_million_rows_are_refused_at_once():
    assert code_of(b"1;2;3\n" * 1_000_000) == "too_many_rows"


def test_sheet_that_claims_a_million_rows_is_refused_at_once():
    content = book(lambda sheet: sheet.append(["a"]))
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in made.namelist():
            part = made.read(name)
            changed.writestr(name, part.replace(b'"A1:A1"', b'"A1:F1048576"'))

    assert code_of(file.getvalue()) == "too_many_rows"


def test_too_large_file_is_refused(monkeypatch):
    monkeypatch.setattr("elearning.staff.importing.table_reader.LARGEST", 1024 * 1024)

    assert code_of(b"x;" * 1024 * 1024) == "too_large"


@pytest.mark.parametrize(
    "headings",
    [
        "Табельный №;Фамилия;Имя;Отчество;Место службы;Должность;С;По;Врио;Ставка, %;Звание",
        "Қызметтік нөмірі;Тегі;Аты;Әкесінің аты;Мекеме;Лауазымы;Бастап;Дейін;М.а.;Мөлшерлеме;Шені",
        "Service number;Surname;Name;Patronymic;Institution;Post;From;To;Acting;Share;Rank",
    ],
)
def test_columns_are_known_by_their_headings_in_three_languages(headings):
    header = detect_header(read_table_rows(headings.encode()))

    assert header.columns == {
        name: place
        for place, name in enumerate(
            (
                *("staff_number", "family_name", "given_name", "patronymic"),
                *("establishment", "post", "starts_on", "ends_on"),
                *("is_acting", "share", "rank"),
            )
        )
    }
