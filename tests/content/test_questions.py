"""Questions of every kind, from the studio's fields to the assessment office."""

import pytest
from django.core.exceptions import ValidationError

from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from tests.factories.content import LANGUAGES, name

pytestmark = pytest.mark.django_db


def pair(key, left, right):
    return {"type": "pair", "id": name(key), "value": {"left": left, "right": right}}


def step(key):
    return {"type": "step", "id": name(key), "value": f"Қадам {key}"}


def gap(key, accepted, wrong=""):
    value = {"name": key, "accepted": accepted, "wrong": wrong}
    return {"type": "gap", "id": name(key), "value": value}


def in_all(parts):
    return dict.fromkeys(LANGUAGES, parts)


def noted(pages, **facts):
    """Publish a question and return what the assessment office keeps of it."""
    pages.question(**facts)
    return QuestionVersion.objects.latest("pk")


def test_pairs_become_two_sides_and_a_right_side_is_listed_once(pages):
    parts = [pair("a", "Күш", "82"), pair("b", "Тінту", "82"), pair("c", "", "43")]

    question = noted(pages, type="matching", parts=in_all(parts))

    first, second, third = name("a"), name("b"), name("c")
    assert question.key == {
        "pairs": {first: f"{first}-right", second: f"{first}-right"}
    }
    text = question.body["kk"]
    assert [one["text"] for one in text["left"]] == ["Күш", "Тінту"]
    assert [one["id"] for one in text["right"]] == [f"{first}-right", f"{third}-right"]


def test_steps_are_right_as_their_authors_put_them(pages):
    question = noted(pages, type="ordering", parts=in_all([step(key) for key in "cab"]))

    assert question.key == {"order": [name(key) for key in "cab"]}
    assert set(question.body) == set(LANGUAGES)


def test_languages_that_order_steps_differently_do_not_ask_the_same(pages):
    parts = in_all([step(key) for key in "abc"]) | {"ru": [step(key) for key in "acb"]}

    question = noted(pages, type="ordering", parts=parts)

    assert set(question.body) == {"kk", "en"}


def test_number_takes_a_comma_a_tolerance_and_a_unit(pages):
    unit = {"kk": "күн", "ru": "дней", "en": "days"}

    question = noted(
        pages,
        type="numeric",
        answer="15,5",
        tolerance="0,5",
        unit=unit,
        parts=in_all([]),
    )

    assert question.key == {"value": "15.5", "tolerance": "0.5"}
    assert {code: text["unit"] for code, text in question.body.items()} == unit


def test_short_answers_of_all_languages_are_right(pages):
    answer = {"kk": "он бес\n15", "ru": "пятнадцать", "en": "fifteen\n\n"}

    question = noted(pages, type="text", answer=answer, parts=in_all([]))

    assert question.key == {
        "accepted": {"kk": ["он бес", "15"], "ru": ["пятнадцать"], "en": ["fifteen"]}
    }


def test_gap_is_a_list_where_wrong_answers_are_given_and_typed_elsewhere(pages):
    typed = {"kk": "қамау", "ru": "изоляция", "en": "isolation"}
    parts = {
        code: [gap("1", "15", "22\n30"), gap("2", word)] for code, word in typed.items()
    }

    question = noted(
        pages, type="cloze", passage="[[1]] күн – [[2]]", counts_parts=True, parts=parts
    )

    assert question.key == {
        "gaps": {"1": "right", "2": {code: [word] for code, word in typed.items()}},
        "credit": "part",
    }
    first, second = question.body["kk"]["gaps"]
    assert [one["text"] for one in first["choices"]] == ["15", "22", "30"]
    assert second["choices"] == []


FAULTS = [
    ({"type": "numeric", "answer": "көп"}, "answer"),
    ({"type": "numeric", "answer": "1", "tolerance": "аз"}, "answer"),
    ({"type": "text", "answer": "\n"}, "answer"),
    ({"type": "matching"}, "answers"),
    ({"type": "ordering"}, "answers"),
    ({"type": "cloze", "passage": "[[1]]"}, "answers"),
]


@pytest.mark.parametrize(("facts", "field"), FAULTS)
def test_question_that_cannot_be_marked_is_refused_at_its_field(facts, field, pages):
    row = pages.question()["kk"]
    draft = QuestionDraft.objects.get(pk=row.pk)
    for fact, value in facts.items():
        setattr(draft, fact, value)

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert field in refusal.value.message_dict


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_preview_speaks_the_language_of_the_draft(pages, language):
    row = pages.question()[language]

    page = QuestionDraft.objects.get(pk=row.pk).make_preview_request()

    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.parametrize(
    ("mode", "is_open"), [("", False), ("try", True)], ids=["key", "tried"]
)
def test_author_reads_the_key_in_one_preview_and_answers_in_the_other(
    pages, mode, is_open
):
    row = pages.question()["kk"]

    page = QuestionDraft.objects.get(pk=row.pk).make_preview_request(preview_mode=mode)
    html = page.content.decode()

    assert html.count('type="radio"') == 2
    assert ("disabled" not in html, "checked" not in html) == (is_open, is_open)
