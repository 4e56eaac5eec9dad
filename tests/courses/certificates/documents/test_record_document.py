import io
from datetime import UTC, datetime

import pytest
from django.utils import translation
from pypdf import PdfReader

from courses.certificates.documents import record_document
from courses.certificates.errors import PrintingError
from tests.courses.certificates.documents.checking import faults_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 14, 10, 20, tzinfo=UTC)
COLUMNS = ["Нөмірі", "Курс"]


def table(count):
    """A table of ``count`` certificates."""
    rows = [[f"C1-2026-{place:06}", "Мандела ережелері"] for place in range(count)]
    return {
        "heading": "Сертификаттар",
        "columns": COLUMNS,
        "widths": [1.0, 2.5],
        "rows": rows,
        "empty": "Сертификат әлі жоқ.",
    }


def record(count=3, **changes):
    """A record with ``count`` certificates."""
    return {
        "heading": "Оқу туралы жазба",
        "issuer": "Оқу платформасы",
        "holder": "Қыдырбаева Әсел Ғаниқызы",
        "as_of": "2026 жылғы 14 наурыздағы жағдай",
        "number": "R-2026-000012",
        "facts": [("Сертификаттар", str(count))],
        "tables": [table(count)],
        "closing": ["Бұл жазба платформадағы деректерден жасалды."],
    } | changes


def pages_of(paper):
    """The text of each page, its spaces and line ends made even."""
    reader = PdfReader(io.BytesIO(paper))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_what_typst_refuses_is_told_in_a_sentence():
    odd = table(1) | {"widths": ["broad"]}

    with pytest.raises(PrintingError, match=r"\.$"):
        record_document.render_record_pdf(record(tables=[odd]), AT)


def test_a_record_says_on_each_page_whose_it_is_and_names_its_columns():
    with translation.override("kk"):
        pages = pages_of(record_document.render_record_pdf(record(120), AT))

    assert len(pages) > 2
    assert [all(name in page for name in COLUMNS) for page in pages] == [True] * len(
        pages
    )
    assert all("Қыдырбаева Әсел Ғаниқызы" in page for page in pages)
    assert "C1-2026-000119" in pages[-1]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "1-бет, барлығы 1"),
        ("ru", "Страница 1 из 1"),
        ("en", "Page 1 of 1"),
    ],
)
def test_pages_are_numbered_in_the_language(language, words):
    with translation.override(language):
        (page,) = pages_of(record_document.render_record_pdf(record(), AT))

    assert words in page


def test_an_empty_table_says_so():
    (page,) = pages_of(record_document.render_record_pdf(record(0), AT))

    assert "Сертификат әлі жоқ." in page
    assert COLUMNS[0] not in page


def test_a_record_is_the_same_every_time_and_carries_itself_for_machines():
    once, again = (
        record_document.render_record_pdf(record(), AT, attached=b"{}")
        for _ in range(2)
    )

    (attachment,) = PdfReader(io.BytesIO(once)).attachment_list
    assert once == again
    assert attachment.name == "record.json"
    assert attachment.content == b"{}"


def test_letters_that_no_font_has_keep_nothing_from_being_printed():
    (page,) = pages_of(
        record_document.render_record_pdf(record(holder="金 \u202eӘсел"), AT)
    )

    assert "? Әсел" in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_checkers_of_accessible_pdf_find_no_error(language, tmp_path):
    with translation.override(language):
        closing = ["Тексеру: https://example.org/v/ABC."]
        paper = record_document.render_record_pdf(
            record(60, closing=closing), AT, attached=b"{}"
        )

    assert faults_of(paper, tmp_path) == []
