"""Tables made in a spreadsheet program: headings, delimiters, encodings, cells."""

import io
from datetime import date

import openpyxl
import pytest
from django.utils.translation import override

from content.questions.exchange.csv_files import build_csv_template
from content.questions.exchange.exchange_formats import FORMATS, detect_format
from content.questions.exchange.question_rows import escape_formula, unescape_formula
from content.questions.exchange.question_tables import list_template_headings
from content.questions.exchange.text_encoding import decode_text
from content.questions.exchange.xlsx_files import (
    build_xlsx_template,
    read_question_xlsx,
)
from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeError,
    ExchangeGap,
    ExchangePair,
)
from content.questions.types import BANK_TYPES

HEAD = "Code;Type;Question;Right choices;Choice 1;Choice 2;Choice 3\n"


def read(text, language="kk", encoding="utf-8", name="t.csv"):
    content = text.encode(encoding) if isinstance(text, str) else text
    reading, _encoding = detect_format(content, name).read(content, language)
    return reading


def one(text, **facts):
    reading = read(text, **facts)
    assert reading.faults == []
    (found,) = reading.questions
    return found.question


def fault(text):
    (found,) = read(text).faults
    return found.place, found.reason


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_table_without_its_headings_is_refused():
    with pytest.raises(ExchangeError, match="no column “Type”, “Question”"):
        read("a;b;c\n1;2;3\n")


def test_columns_that_are_not_known_are_named():
    reading = read("Type;Question;Вес;Right answer\ntext;a;1;b\n")

    assert reading.notes == [
        "These columns are ignored because their headings are not recognised: Вес."
    ]


def test_heading_that_stands_twice_is_refused():
    with pytest.raises(ExchangeError, match="“Question” appears twice"):
        read("Type;Question;question\nsingle;a;b\n")


def test_quotation_mark_that_is_not_closed_is_told_with_its_row():
    with pytest.raises(ExchangeError, match="breaks off after row 2"):
        read(f'{HEAD}Q1;single;a;1;b;c;\nQ2;single;"a;1;b;c;\n')


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "Q;riddle;a;1;b;c;",
            "“riddle” does not fit the column “Type”. Write one of: One answer, Several",
        ),
        (
            "Q;single;a;бірінші;b;c;",
            "“бірінші” does not fit the column “Right choices”.",
        ),
        ("Q;single;a;7;b;c;", "“7” does not fit the column “Right choices”."),
        ("Q;single;a;1;b;;d", "A choice before a filled one is empty."),
        ("Q;matching;a;;b;c;", "A pair has no counterpart."),
    ],
)
def test_bad_row_is_told_with_its_number_and_column(row, reason):
    place, told = fault(f"{HEAD}\n{row}\n")

    assert (place, told[: len(reason)]) == ("3", reason)


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    text = f'{HEAD}Q1;single;"екі\nжол";1;b;c;\nQ2;riddle;a;1;b;c;\n'

    assert fault(text)[0] == "3"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_delimiters_and_encodings_of_excel_are_found_out(delimiter, encoding):
    text = f"{HEAD}Q1;single;Тінту қалай жүргізіледі?;1;Ұятқа қалдырмай;Әйтеуір;\n"

    question = one(
        text.replace(";", delimiter).replace("\n", "\r\n"), encoding=encoding
    )

    assert question.stem == "Тінту қалай жүргізіледі?"
    assert question.choices == (
        ExchangeChoice("Ұятқа қалдырмай", True),
        ExchangeChoice("Әйтеуір"),
    )


def test_windows_1251_is_read_where_no_letter_was_lost():
    question = one(f"{HEAD}Q1;single;Кто прав?;2;Он;Она;\n", encoding="cp1251")

    assert question.stem == "Кто прав?"


def test_lost_kazakh_letters_are_told_with_their_line():
    text = f"{HEAD}Q1;single;Тінту қалай жүргізіледі?;1;Ұят;Әйтеуір;\n"

    with pytest.raises(ExchangeError, match="line 2 has a question mark inside a word"):
        read(text.encode("cp1251", errors="replace"))


def test_question_mark_at_the_end_of_a_word_is_no_lost_letter():
    assert decode_text("Кто прав?\nДа".encode("cp1251")) == (
        "Кто прав?\nДа",
        "Windows-1251",
    )


def test_picture_is_no_text():
    with pytest.raises(ExchangeError, match="not a text file"):
        read(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_first_line_that_names_the_delimiter_is_passed_over():
    assert one(f"sep=;\n{HEAD}Q1;single;a;1;b;c;\n").stem == "a"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("reader", ["kk", "ru", "en"])
def test_headings_of_any_language_are_read_in_any_other(language, reader):
    with override(language):
        head = list_template_headings()
    with override(reader):
        content = sheet(
            head, ["Q1", "", "text", 1, "", "", "", "", "Кім?", "", "Мандела"]
        )
        ((found,), faults) = read_question_xlsx(content, "kk")[0].questions, []

    assert (found.question.outcome, found.question.accepted) == (1, ("Мандела",))
    assert faults == []


def test_types_may_be_written_as_the_studio_calls_them():
    with override("kk"):
        name = str(BANK_TYPES["single"].label)

    assert one(f"{HEAD}Q1;{name};a;1;b;c;\n").type == "single"


@pytest.mark.parametrize(
    ("written", "is_true"), [("1", True), ("иә", True), ("нет", False), ("ЛОЖЬ", False)]
)
def test_true_and_false_need_no_choices(written, is_true):
    question = one(f"Type;Question;Right choices\ntruefalse;a;{written}\n")

    assert question.choices == (
        ExchangeChoice("Дұрыс", is_true),
        ExchangeChoice("Бұрыс", not is_true),
    )


@pytest.mark.parametrize(
    ("written", "difficulty"),
    [
        ("", "medium"),
        ("hard", "hard"),
        ("Высокая", "hard"),
        ("средний", "medium"),
        ("Лёгкий", "easy"),
        ("қиын", "hard"),
        ("Жеңіл", "easy"),
    ],
)
def test_difficulty_is_read_as_people_write_it(written, difficulty):
    question = one(f"Type;Question;Right answer;Difficulty\ntext;a;b;{written}\n")

    assert question.difficulty == difficulty


def test_pairs_steps_and_gaps_stand_in_the_columns_of_choices():
    head = (
        "Type;Question;Text with gaps;Choice 1;Counterpart 1;Choice 2;Counterpart 2\n"
    )

    pairs = one(f"{head}matching;a;;Күш;82;;43\n").pairs
    gaps = one(f'{head}cloze;a;"[[1]] [[2]]";15;"22\n30";қамау;\n').gaps

    assert pairs == (ExchangePair("Күш", "82"), ExchangePair("", "43"))
    assert gaps == (ExchangeGap(("15",), ("22", "30")), ExchangeGap(("қамау",)))


def test_numbers_take_commas():
    question = one("Type;Question;Right answer;Tolerance\nnumeric;a;15,5;0,5\n")

    assert (question.number, question.tolerance) == ("15.5", "0.5")


def test_whole_numbers_and_truths_of_a_sheet_are_read_as_typed():
    content = sheet(
        ["Type", "Question", "Right choices", "Must-pass", "Choice 1", "Choice 2"],
        ["single", "a", 2.0, True, 15, 22.5],
    )

    question = one(content)

    assert question.must_pass
    assert question.choices == (ExchangeChoice("15"), ExchangeChoice("22.5", True))


def test_cell_that_became_a_date_is_told_with_row_and_column():
    content = sheet(
        ["Type", "Question", "Right answer"], ["numeric", "a", date(2026, 5, 15)]
    )

    place, reason = fault(content)

    assert place == "2"
    assert "column C" in reason


def test_old_excel_file_is_refused_with_what_to_do():
    with pytest.raises(ExchangeError, match="Save it as XLSX"):
        detect_format(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "t.xls")


@pytest.mark.parametrize(
    "text", ["=1+1", "@a", "-a", "+a", "'=a", "''=a", "＝a", "-5", "'a"]
)
def test_cell_like_a_formula_comes_back_as_it_was(text):
    assert unescape_formula(escape_formula(text)) == text
    assert escape_formula(text)[0] not in "=@+＝"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_templates_are_tables_without_questions(language):
    with override(language):
        for content, name in [
            (build_csv_template(), "t.csv"),
            (build_xlsx_template(), "t.xlsx"),
        ]:
            form = detect_format(content, name)
            assert form is FORMATS[name[2:]]
            reading, _encoding = form.read(content, "kk")
            assert (reading.questions, reading.faults) == ([], [])
