"""Annexes of guidelines: forms and checklists after the clauses, printed, never cited."""

import pytest
from django.core.exceptions import ValidationError

from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.guidelines.guideline_blocks import GuidelineBody
from content.guidelines.guideline_pdf import render_edition_pdf
from content.guidelines.models import GuidelinePage
from courses.provisions.document_diff import list_part_differences
from courses.provisions.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.curriculum import load_approved

ANNEX = """
## Annex A. Plan form {#annex-a}

To be filled in by hand **at once**.

One copy goes into the file.

::: table {#steps} Steps
| Step | By whom | Until |
|---|---|---|
| First | | |
|  |  |  |
:::

Before signing:
- [ ] The person was heard
- [ ] The reasons are written down
  in plain words

## Annex B. Leaflet {#annex-b}

- [ ] Given
"""
SHEET = "guidelines/mg-1/mg-1.kk.md"


@pytest.fixture
def sheets(bundles):
    for language in ("kk", "ru", "en"):
        path = bundles / f"guidelines/mg-1/mg-1.{language}.md"
        path.write_text(path.read_text("utf-8") + ANNEX, "utf-8")
    return bundles


def change(root, old, new, file=SHEET):
    path = root / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


BEFORE = "Sections stand before the annexes."
NOT_AS_MANY = "A row of the table has not as many cells as its head."
NOT_CLOSED = "This table is not closed with :::, or an empty line stands in it."
DIFFERS = "The sections, clauses and annexes differ from the Kazakh file."


@pytest.mark.parametrize(
    ("old", "new", "ahead", "reason"),
    [
        ("{#steps} Steps", "{#steps}", 8, "An annex has tables: ::: table {#name} Caption."),
        ("{#steps} Steps", "{#Steps} Steps", 8, None),
        ("::: table", "::: quote", 8, None),
        ("| First | | |\n", "| First | | |\n\n", 8, NOT_CLOSED),
        ("| First | | |", "| First | |", 11, NOT_AS_MANY),
        ("|---|---|---|\n", "", 8, "A table has a head, a line |---|---| and at least one row."),
        ("| Step | By whom", "| Step | ", 8, "Each column has a heading, and there are at most 6."),
        ("- [ ] The person", "- [x] The person", 16, "A box of a form is empty: - [ ] Text."),
        ("- [ ] Given", "- [ ] ", 22, "A box has words beside it."),
        ("**at once**", "<b>at once</b>", 4, "No raw HTML is allowed in a text."),
        ("- [ ] Given\n", "", 20, "This annex is empty."),
        ("{#annex-b}", "{#annex-a}", 20, "There are two annex-a."),
        ("## Annex B. Leaflet {#annex-b}", "## 9. More {#s9}", 20, BEFORE),
    ],
)  # fmt: skip
def test_wrong_annex_is_refused_with_its_line(sheets, old, new, ahead, reason):
    start = (sheets / SHEET).read_text("utf-8").count("\n") - ANNEX.count("\n")
    change(sheets, old, new)

    with pytest.raises(BundleError) as error:
        read_library(sheets)

    found = [(one.file, one.line, one.reason) for one in error.value.faults]
    mine = [(line - start, said) for file, line, said in found if file == SHEET]
    assert ahead in [line for line, _said in mine], mine
    assert reason is None or (ahead, reason) in mine


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [ ] Given", "- [ ] Given\n- [ ] Read"),
        ("{#steps}", "{#stages}"),
        ("|  |  |  |\n", ""),
    ],
)
def test_annexes_are_the_same_in_every_language(sheets, old, new):
    change(sheets, old, new)

    with pytest.raises(BundleError) as error:
        read_library(sheets)

    assert {one.reason for one in error.value.faults} == {DIFFERS}


def test_annex_is_no_clause(sheets):
    (guideline,) = read_library(sheets).guidelines
    without = guideline.document.citations

    text = guideline.document.body["en"]
    first, second = text["annexes"]
    assert without == {"MG-1 1.1", "MG-1 1.2"}
    assert [part["kind"] for part in first["parts"]] == [
        "text",
        "table",
        "text",
        "ticks",
    ]
    assert first["parts"][1]["rows"] == [["First", "", ""], ["", "", ""]]
    assert (
        first["parts"][3]["items"][1] == "The reasons are written down in plain words"
    )
    assert second["heading"] == "Annex B. Leaflet"


@pytest.mark.django_db
def test_readers_find_annexes_after_the_clauses_and_in_the_contents(
    sheets, approve, sign_in
):
    approve()

    report = load_approved(sheets)
    again = load_approved(sheets)

    assert "MG-1" in report.released
    assert not again.changed
    page = GuidelinePage.objects.get(locale__language_code="kk")
    assert [block.block_type for block in page.body][-7:] == [
        "annex", "text", "table", "text", "ticks", "annex", "ticks",
    ]  # fmt: skip
    document = Document.objects.get(code="MG-1")
    shown = sign_in(UserFactory()).get(document.get_absolute_url()).text
    assert shown.count("Annex A. Plan form") == 3  # for phones, beside, over the annex
    assert shown.index('class="clauses"') < shown.index('<ul class="ticks">')
    assert "<li>The person was heard</li>" in shown
    assert '<th scope="row">First</th><td></td><td></td>' in shown
    made = render_edition_pdf(document.current_edition)
    assert made.startswith(b"%PDF")


@pytest.mark.django_db
def test_change_of_an_annex_is_compared_and_changes_no_clause(sheets, approve):
    approve()
    load_approved(sheets)
    change(sheets, "The person was heard", "The person was heard twice")
    approve()

    report = load_approved(sheets)

    document = Document.objects.get(code="MG-1")
    assert report.released == ["MG-1"]
    old, new = (
        one.version.text("kk")[0] for one in document.editions.order_by("number")
    )
    (found,) = list_part_differences(old, new)
    assert (found.name, found.number) == ("Annex A. Plan form", "")
    assert document.current_edition.changes.count() == 0


def test_author_puts_sections_first_and_parts_into_an_annex():
    body = GuidelineBody()
    section = {
        "type": "section",
        "id": "s",
        "value": {
            "heading": "1",
            "clauses": [{"number": "1.1", "text": "<p>a</p>", "cites": ""}],
        },
    }
    annex = {"type": "annex", "id": "a", "value": {"heading": "A"}}
    ticks = {"type": "ticks", "id": "t", "value": {"items": ["one"]}}

    body.clean(body.to_python([section, annex, ticks]))
    for wrong in ([section, ticks], [annex, ticks, section]):
        with pytest.raises(ValidationError):
            body.clean(body.to_python(wrong))
