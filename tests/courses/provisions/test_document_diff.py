"""What differs between two texts of a document."""

from django.utils import translation

from courses.provisions.document_diff import DocumentPart, list_part_differences
from tests.factories.provisions import document_text


def seen(before, after):
    with translation.override("en"):
        return [
            (one.name, one.happened) for one in list_part_differences(before, after)
        ]


def test_same_text_has_no_differences():
    assert seen(document_text("1.1"), document_text("1.1")) == []


def test_everything_is_new_without_a_text_before():
    assert seen({}, document_text("1.1")) == [("Title", "New"), ("Clause 1.1", "New")]


def test_clauses_are_told_apart_by_their_numbers():
    before, after = document_text("1.1", "1.2"), document_text("1.1", "1.3")
    after["sections"][0]["clauses"][0]["safeguard"] = True

    assert seen(before, after) == [
        ("Clause 1.1", "Changed"),
        ("Clause 1.3", "New"),
        ("Clause 1.2", "Removed"),
    ]


def test_titles_and_headings_are_shown_as_they_were_typed():
    after = document_text("1.1") | {"title": "<b>A & B</b>"}

    found = list_part_differences(document_text("1.1"), after)

    assert [one.after for one in found] == [
        DocumentPart(text="&lt;b&gt;A &amp; B&lt;/b&gt;")
    ]
