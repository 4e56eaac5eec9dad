"""What of an exam gets easier from one edition to the next is named, each in a sentence."""

import pytest
from django.utils import translation

from courses.assessment.papers.paper_comparison import list_lowered_demands
from tests.factories.assessment import PaperVersionFactory

pytestmark = pytest.mark.django_db

USUAL = {
    "questions": 20,
    "minutes": 40,
    "pass_mark": 80,
    "attempts": 3,
    "waiting_hours": [24, 72],
    "open_questions": 2,
    "is_invigilated": True,
    "needs_full_bank": True,
    "blueprint": {"must_pass": 4},
}


def named(before=(), **after):
    old = PaperVersionFactory(**USUAL | dict(before))
    new = PaperVersionFactory(**USUAL | dict(before) | after)
    with translation.override("en"):
        return list_lowered_demands(old.version_id, new.version_id)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"pass_mark": 70}, "The pass mark falls from 80 per cent to 70 per cent."),
        ({"open_questions": 0}, "The exam asks 0 open questions instead of 2."),
        ({"minutes": 60}, "The exam takes 60 minutes instead of 40."),
        (
            {"waiting_hours": [1, 1]},
            "The wait before another attempt gets shorter: 1, 1 hours instead of 24, 72.",
        ),
        (
            {"attempts": 4, "waiting_hours": [24, 72, 72]},
            "The exam may be taken 4 times instead of 3.",
        ),
        (
            {"blueprint": {"must_pass": 1}},
            "The exam asks 1 must-pass questions instead of 4.",
        ),
        (
            {"blueprint": {}},
            "The exam no longer sets the number of must-pass questions: it was 4.",
        ),
        (
            {"is_invigilated": False},
            "The exam is no longer taken in an invigilated sitting.",
        ),
        (
            {"needs_full_bank": False},
            "The exam no longer needs a full bank of questions.",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_each_rule_that_gets_easier_is_named(changed, sentence):
    assert named(**changed) == [sentence]


def test_exam_without_must_pass_questions_is_named():
    found = named({"blueprint": {}}, blueprint={"must_pass": 0})

    assert found == ["The exam no longer asks any must-pass questions."]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"pass_mark": 90},
        {"minutes": 30},
        {"questions": 30, "minutes": 55},
        {"attempts": 2, "waiting_hours": [24]},
        {"waiting_hours": [48, 72]},
        {"blueprint": {"must_pass": 5}},
    ],
    ids=str,
)
def test_rule_that_stays_or_gets_harder_is_not_named(changed):
    assert named(**changed) == []
