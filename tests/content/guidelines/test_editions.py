"""The editions of a guideline: history, comparison, and what is printed."""

import json
import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pypdf import PdfReader

from content.guidelines.models import GuidelinePage
from content.guidelines.rich_text_passages import parse_passages
from courses.provisions.models import Document
from tests.factories.content import publish
from tests.factories.guidelines import (
    guideline_pages,
    release_newest,
    second_edition,
    section,
)
from tests.factories.provisions import DocumentFactory, weighed

pytestmark = pytest.mark.django_db


def test_citation_names_edition_and_date(reader):
    document, _pages = guideline_pages()
    edition = release_newest(document)
    day = date_format(localtime(edition.released_at))

    page = reader.get(reverse("content:guideline", args=["mg-6"])).text

    assert f'data-citation="MG-6, {{}} (1-басылым, {day})"' in page
    assert f"http://localhost:8000{document.get_absolute_url()}#c-1-1" in page


def test_editions_of_what_is_not_released_are_not_found(reader):
    guideline_pages()

    for address in ("editions/", "editions/1/"):
        assert reader.get(f"/kk/guidelines/mg-6/{address}").status_code == 404


def test_history_says_what_changed_and_why(reader):
    second_edition(text="Жаңа")

    page = reader.get("/ru/guidelines/mg-6/editions/").text

    assert page.index("Редакция 2") < page.index("Редакция 1")
    assert "Заң өзгерді" in page
    assert "Существенное изменение" in page
    assert (
        reverse("content:comparison", args=["mg-6", 2]).replace("/kk/", "/ru/") in page
    )


def test_history_takes_as_many_queries_with_three_editions(
    reader, django_assert_max_num_queries
):
    document = second_edition(text="Жаңа")
    reader.get("/kk/guidelines/mg-6/editions/")
    with django_assert_max_num_queries(20) as two:
        reader.get("/kk/guidelines/mg-6/editions/")
    for number in (3, 4):
        for page in GuidelinePage.objects.all():
            page.body = json.dumps(section("1.1", text=f"Жаңа {number}"))
            publish(page)
        weighed(document.versions.order_by("-number").first())
        release_newest(document)
    with django_assert_max_num_queries(20) as four:
        reader.get("/kk/guidelines/mg-6/editions/")

    assert len(two) == len(four)


def test_comparison_is_readable_without_colour(reader):
    second_edition(text="Жаңа тармақ")

    page = reader.get("/en/guidelines/mg-6/editions/2/?since=huge").text

    assert re.search(r"<ins><span [^>]*>\[added: </span>Жаңа тармақ<", page)
    assert re.search(r"<del><span [^>]*>\[removed: </span>Тармақ<", page)
    assert "Заң өзгерді" in page


def test_first_edition_has_nothing_to_be_compared_with(reader):
    second_edition(text="Жаңа")

    page = reader.get("/en/guidelines/mg-6/editions/1/").text

    assert "There is nothing to compare it with." in page
    assert reader.get("/en/guidelines/mg-6/editions/3/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pdf_is_tagged_and_names_edition_and_clauses(reader, language):
    document, _pages = guideline_pages()
    release_newest(document)

    answer = reader.get(f"/{language}/guidelines/mg-6/pdf/")

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="mg-6-1-{language}.pdf"'
    )
    sheet = PdfReader(BytesIO(answer.content))
    words = "".join(page.extract_text() for page in sheet.pages)
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert sheet.trailer["/Root"]["/Lang"] == language
    assert f"http://localhost:8000/{language}/guidelines/mg-6/#c-1-1" in words
    assert "MG-6" in words


def test_pdf_of_what_is_not_released_or_on_paper_is_not_found(reader):
    guideline_pages()
    DocumentFactory(
        kind="guideline",
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
    )

    for slug in ("mg-6", "mg-9", "none"):
        assert reader.get(f"/kk/guidelines/{slug}/pdf/").status_code == 404


def test_rich_text_is_read_into_passages():
    html = '<p>A <b>b</b> <a href="/x/">c</a></p><ol><li>d &amp; <i>e</i></li></ol>'

    found = [
        (one["kind"], [tuple(run.values()) for run in one["runs"]])
        for one in parse_passages(html, "http://h")
    ]

    assert found == [
        (
            "text",
            [
                ("A ", False, False, ""),
                ("b", True, False, ""),
                (" ", False, False, ""),
                ("c", False, False, "http://h/x/"),
            ],
        ),
        ("numbered", [("d & ", False, False, ""), ("e", False, True, "")]),
    ]
