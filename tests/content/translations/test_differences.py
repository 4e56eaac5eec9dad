"""What changed in the source, said word by word and value by value."""

import pytest
from django import forms

from content.studio.translations.forms import build_field_name
from tests.content.translations.sheets import (
    TEXT,
    behind,
    draft,
    row,
    sent,
    url,
    words,
    write,
)
from tests.factories.content import check_block, publish, text_block
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


def test_source_is_compared_with_what_the_translation_was_made_from(studio, pages):
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын санаңыз"))
    write(pages, "ru", text_block("l1", "Посчитайте, прежде чем закрыть"))
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын екі рет санаңыз"))
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын үш рет санаңыз"))

    (pair,) = [
        shown["pair"]
        for shown in studio.get(url()).context["rows"]
        if shown["pair"].is_open
    ]

    assert [(one.kind, one.text) for one in pair.pieces] == [
        ("", "Есікті жаппас бұрын "),
        ("ins", "үш рет "),
        ("", "санаңыз"),
    ]


def test_translation_that_becomes_the_source_is_compared_with_what_it_said(
    studio, pages
):
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын санаңыз"))
    write(pages, "ru", text_block("l1", "Посчитайте людей"))
    write(pages, "ru", text_block("l1", "Посчитайте людей дважды"))

    (pair,) = [
        shown["pair"]
        for shown in studio.get(url("kk")).context["rows"]
        if shown["pair"].is_open
    ]

    assert [(one.kind, one.text) for one in pair.pieces] == [
        ("", "Посчитайте людей"),
        ("ins", " дважды"),
    ]


def test_long_translation_is_written_in_several_lines_of_a_short_source(studio, pages):
    long = "Есікті жаппас бұрын адамдарды екі рет санап, " * 2
    for language, summary in (("kk", long), ("ru", "Посчитайте."), ("ru", "Дважды.")):
        page = row(pages, language)
        page.summary = summary
        publish(page)

    field = studio.get(url("kk")).context["form"].fields[build_field_name("/summary")]

    assert isinstance(field.widget, forms.Textarea)


def test_text_that_was_never_translated_is_compared_with_nothing(studio, pages):
    write(pages, "kk", text_block("l1"), text_block("more", "Жаңа"))

    opened = [
        row["pair"] for row in studio.get(url()).context["rows"] if row["pair"].is_open
    ]

    assert {pair.pieces for pair in opened} == {()}


def test_changed_values_of_a_block_are_rows_that_say_what_changed(studio, pages):
    write(pages, "kk", check_block("c"))
    write(pages, "ru", check_block("c"))
    block = check_block("c")
    options = block["value"]["options"]
    options[0]["value"]["correct"], options[1]["value"]["correct"] = False, True
    write(pages, "kk", block)

    told = studio.get(url()).context["facts"]
    saved = studio.post(url(), sent(studio.get(url())))

    assert [
        [(one.label, one.before, one.after) for one in facts.changes] for facts in told
    ] == [[("Дұрыс", "Иә", "Жоқ")], [("Дұрыс", "Жоқ", "Иә")]]
    assert saved.status_code == 302
    assert [facts.is_done for facts in studio.get(url()).context["facts"]] == [True] * 2
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert (behind("ru"), studio.get(url()).context["facts"]) == (0, [])


def test_citation_added_with_new_words_is_told_and_taken_over(studio, pages):
    released_instrument("43")
    block = text_block("l1", "Жаңа мәтін")
    block["value"]["cites"] = "NMR 43"
    write(pages, "kk", block)
    page = studio.get(url())

    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    (facts,) = page.context["facts"]
    assert [(one.before, one.after) for one in facts.changes] == [("", "NMR 43")]
    assert draft(pages).body[0].value["cites"] == "NMR 43"


def test_value_of_the_whole_is_a_row_too(studio, pages):
    page = row(pages, "kk")
    page.minutes = 25
    publish(page)

    (facts,) = studio.get(url()).context["facts"]

    assert [(one.label, one.before, one.after) for one in facts.changes] == [
        ("Минут", "10", "25")
    ]
