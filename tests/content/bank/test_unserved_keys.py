"""Nothing that is served before the hand-in tells what is right, whatever the kind.

For each kind two questions that differ only in what is right are written as authors write
them, and have to be served alike to the last byte. A new kind needs such a pair here.
"""

import json
import re
from random import Random
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from wagtail.models import Locale

from content.questions.draft_content import merge_answer_keys
from content.questions.models import QuestionDraft
from courses.assessment.attempts import attempt_start
from courses.assessment.kinds import KINDS, MARKED_BY_PEOPLE
from courses.assessment.models import Attempt, AttemptItem, QuestionVersion
from courses.assessment.pages.attempt_questions import AttemptQuestions
from courses.assessment.practice import self_check_questions
from tests.factories.content import LANGUAGES, name
from tests.factories.kinds import PICTURE
from tests.factories.pictures import region

pytestmark = pytest.mark.django_db
KEY = UUID(int=1)


def block(kind, key, value):
    return {"type": kind, "id": name(key), "value": value}


def choices(right):
    return [
        block("choice", one, {"text": one, "correct": one in right, "feedback": ""})
        for one in "abcd"
    ]


def pairs(**right):
    return [block("pair", left, {"left": left, "right": right[left]}) for left in "abc"]


def swapped(**left):
    return [
        block("pair", right, {"left": left[right], "right": right}) for right in "xyz"
    ]


def steps(order):
    return [
        block("step", str(place), f"Қадам {step}") for place, step in enumerate(order)
    ]


def moved(order):
    return [block("step", step, f"Қадам {step}") for step in order]


def gap(number, *texts):
    right, *wrong = texts
    value = {"name": number, "accepted": right, "wrong": "\n".join(wrong)}
    return block("gap", number, value)


def scenes(*points):
    """A scenario of two steps whose choices bring ``points``; ``None`` is a breach."""

    def item(step, place, to):
        score = points[place]
        value = {
            "text": f"Әрекет {place}",
            "to": to,
            "score": score,
            "is_breach": score is None,
            "feedback": "",
        }
        return {"type": "item", "id": name(step, str(place)), "value": value}

    ways = {"node1": [(0, "node2"), (1, "")], "node2": [(2, ""), (3, "")]}
    return [
        block(
            "scene",
            step,
            {
                "name": step,
                "text": f"Қадам {step[-1]}",
                "choices": [item(step, place, to) for place, to in places],
            },
        )
        for step, places in ways.items()
    ]


def regions(right):
    return [
        region(one, one, f"{100 + 250 * place} 120 200 260", right=one == right)
        for place, one in enumerate("abc")
    ]


def criteria(levels):
    return [
        block("criterion", "a", {"text": "Өлшем", "levels": "\n".join(levels)}),
    ]


PASSAGE = "Мерзім [[1]], яғни [[2]]."
#: Two questions of each kind, as fields of a draft; several such pairs where there are
#: several ways to be wrong.
PAIRS = [
    ("single", {"answers": choices("a")}, {"answers": choices("c")}),
    ("multiple", {"answers": choices("ab")}, {"answers": choices("cd")}),
    ("truefalse", {"answers": choices("a")[:2]}, {"answers": choices("b")[:2]}),
    (
        "matching",
        {"answers": pairs(a="x", b="y", c="z")},
        {"answers": pairs(a="z", b="x", c="y")},
    ),
    (
        "matching",
        {"answers": swapped(x="a", y="b", z="c")},
        {"answers": swapped(x="c", y="a", z="b")},
    ),
    ("ordering", {"answers": steps("abcd")}, {"answers": steps("dbac")}),
    ("ordering", {"answers": moved("abcd")}, {"answers": moved("dbac")}),
    (
        "cloze",
        {"passage": PASSAGE, "answers": [gap("1", "x", "y", "z"), gap("2", "бір")]},
        {"passage": PASSAGE, "answers": [gap("1", "z", "x", "y"), gap("2", "екі")]},
    ),
    ("numeric", {"answer": "15", "unit": "күн"}, {"answer": "22", "unit": "күн"}),
    ("text", {"answer": "Мандела"}, {"answer": "Бангкок"}),
    ("branching", {"answers": scenes(2, 0, 1, 0)}, {"answers": scenes(0, 1, None, 2)}),
    ("hotspot", {"answers": regions("a")}, {"answers": regions("c")}),
    (
        "open",
        {"answer": "Бірінші", "answers": criteria(["Жоқ", "Бар"])},
        {"answer": "Екінші", "answers": criteria(["Жоқ", "Аздап", "Бар"])},
    ),
]
EACH = pytest.mark.parametrize(
    ("kind", "one", "other"),
    PAIRS,
    ids=lambda value: value if isinstance(value, str) else "",
)
TOLD_AT_ONCE = pytest.mark.parametrize(
    ("kind", "one", "other"),
    [pair for pair in PAIRS if pair[0] not in {"branching", *MARKED_BY_PEOPLE}],
    ids=lambda value: value if isinstance(value, str) else "",
)


def question(kind, fields):
    """The question as a published version keeps it, in three languages."""
    body, keys = {}, []
    for language in LANGUAGES:
        parts = {"answers": json.dumps(fields.get("answers", []))}
        draft = QuestionDraft(
            type=kind,
            stem="Сұрақ?",
            locale=Locale.objects.get(language_code=language),
            **fields | parts,
        )
        body[language] = draft.build_body()
        if kind == "hotspot":
            body[language]["picture"] = PICTURE
        keys.append(draft.build_key())
    found = QuestionVersion(type=kind, body=body, key=merge_answer_keys(keys))
    for text in body.values():
        found.kind.check(text, found.key)
    return found


def sheet_of(asked, given=None):
    attempt = Attempt(pk=1, key=KEY, hold="w", language="kk")
    item = AttemptItem(pk=7, attempt=attempt, position=1, question=asked)
    item.order = attempt_start.build_part_order(asked)
    item.answer, item.answer_number, item.answered_at = given, None, None
    return AttemptQuestions(attempt, [item])


def asked_in_exam(asked, sent=None):
    """What the page, the sheet and the JSON of a running exam show of a question."""
    page = sheet_of(asked).asked(1, sent)
    return render_to_string("assessment/asked.html", {"asked": page})


@pytest.fixture(autouse=True)
def same_chance(monkeypatch):
    """Mix both questions alike."""
    monkeypatch.setattr("secrets.SystemRandom", lambda: Random(1))


def test_every_kind_has_its_pair():
    assert {kind for kind, *_pair in PAIRS} == set(KINDS)


@EACH
def test_exam_serves_questions_alike_whatever_is_right(kind, one, other):
    first, second = question(kind, one), question(kind, other)

    assert (first.body, first.key) != (second.body, second.key)
    assert asked_in_exam(first) == asked_in_exam(second)


@EACH
def test_exam_serves_no_id(kind, one, other):
    page = asked_in_exam(question(kind, one))

    ids = set(re.findall(r'"id": "([^"]{2,})"', json.dumps(question(kind, one).body)))
    assert [part for part in ids if part in page] == []


@TOLD_AT_ONCE
def test_lessons_practice_and_bundles_ask_alike_whatever_is_right(kind, one, other):
    def asked(fields):
        check = self_check_questions.build_self_check(
            "c1", question(kind, fields), {}, cited={}
        )
        context = {"check": check, "prefix": "c1-"}
        return render_to_string("assessment/check.html", context)

    assert asked(one) == asked(other)
