"""Passages, pictures and choices say what they rest on, and readers get there."""

import copy
import json

import pytest

from content.blocks import LessonBody
from content.blocks.body_reader import strip_empty_values
from content.blocks.translation_segments import hash_body_segments
from content.models import LessonPage
from tests.factories.content import name, scenario_block, text_block
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


def citing(block, codes):
    block["value"]["cites"] = codes
    return block


def lesson_of(pages, *blocks):
    lesson = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    lesson.body = json.dumps(list(blocks))
    lesson.save(clean=False)
    return LessonPage.objects.get(pk=lesson.pk)


def test_empty_field_changes_no_hash(pages):
    plain = lesson_of(pages, text_block(), scenario_block())
    before = plain.digest()
    play = scenario_block()
    for node in play["value"]["nodes"]:
        for choice in node["value"]["choices"]:
            choice["value"]["cites"] = ""

    assert lesson_of(pages, citing(text_block(), ""), play).digest() == before
    assert lesson_of(pages, citing(text_block(), "NMR 1")).digest() != before


def test_empty_field_changes_no_segment():
    stream = LessonBody()
    play = scenario_block()
    filled = copy.deepcopy(play)
    for node in filled["value"]["nodes"]:
        for choice in node["value"]["choices"]:
            choice["value"]["cites"] = ""

    assert hash_body_segments(stream, [filled]) == hash_body_segments(stream, [play])


def test_what_is_said_is_what_is_not_empty():
    raw = [{"a": "", "b": [], "c": {"d": None}, "e": 0, "f": False, "g": "x"}]

    assert strip_empty_values(raw) == [{"e": 0, "f": False, "g": "x"}]


def test_passage_and_choice_lead_readers_to_the_provision(pages):
    released_instrument("1", "36")
    play = scenario_block()
    play["value"]["nodes"][0]["value"]["choices"][0]["value"]["cites"] = "NMR 36"
    lesson = lesson_of(pages, citing(text_block(), "NMR 1"), play)

    page = lesson.make_preview_request().content.decode()

    links = page.split('class="sources small"')[1:]
    assert len(links) == 2
    assert "NMR" in links[0] or "/nmr/" in links[0].lower()
    assert lesson.citation_places()[name("intro")] == ["NMR 1"]
    assert lesson.citation_places()[name("scenario")] == ["NMR 36"]


def test_choice_that_was_taken_shows_what_it_rests_on(pages):
    play = scenario_block()
    choice = play["value"]["nodes"][0]["value"]["choices"][0]
    choice["value"]["cites"] = "NMR 36"
    lesson = lesson_of(pages, play)

    told = lesson.body[0].value.play([{"node": "n2", "choice": choice["id"]}])

    assert (told.chosen, told.cites) == ("Таңдау n1a", "NMR 36")
