"""The search within a guideline."""

import pytest

from content.search.document_search import search_document
from tests.factories.guidelines import guideline_pages, release_newest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["ЖАДЫҢ", "1.9", "\0", "тармак жок", "<mark>"])
def test_search_without_a_hit_says_what_to_do(reader, query):
    document, _pages = guideline_pages()
    release_newest(document)

    page = reader.get(document.get_absolute_url(), {"q": query}).text

    assert "<mark>" not in page
    assert ("сөздің басын ғана" in page) is bool(query.strip("\0"))


@pytest.mark.parametrize("query", ["тармақ", "ТАРМАК", "1.1 тарм", "тармак  1.1"])
def test_search_marks_the_words_whatever_the_keyboard(reader, query):
    document, _pages = guideline_pages(text="Бұл тармақ, <b>тармақ</b> &amp;")
    release_newest(document)

    page = reader.get(document.get_absolute_url(), {"q": query}).text

    assert "<mark>тарм" in page.lower()
    assert '<a href="#c-1-1">1.1</a>' in page
    assert f'value="{query}"' in page


def test_marks_are_counted_and_leave_tags_alone():
    clause = {"number": "1", "text": "<p class='p'>P &amp; <b>p</b></p>", "title": "p"}

    found = search_document([{"clauses": [clause]}], "p")

    assert found.marks == 3
    assert found.hits[0]["text"] == (
        "<p class='p'><mark>P</mark> &amp; <b><mark>p</mark></b></p>"
    )
