"""A branching scenario of the bank, from the studio's fields to what reviewers see."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from content.questions.exchange.exchange_formats import FORMATS
from content.questions.exchange.question_export import list_export_losses
from content.questions.exchange.question_rows import parse_question_row
from content.questions.models import QuestionDraft
from content.questions.models.answer_fields import AnswerBlocks
from content.questions.notation.exchange_question import QuestionError
from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.models import QuestionVersion
from tests.factories.content import LANGUAGES, CoursePages, name

pytestmark = pytest.mark.django_db


def scene(step, *choices, words="Қадам"):
    """A step of a scenario; a choice is its letter, where it leads and its points."""
    return {
        "type": "scene",
        "id": name(step),
        "value": {
            "name": step,
            "text": f"{words} {step}",
            "choices": [
                {
                    "type": "item",
                    "id": name(step, letter),
                    "value": {
                        "text": f"{words} {letter}",
                        "to": to,
                        "score": points,
                        "is_breach": points is None,
                        "feedback": "",
                    },
                }
                for letter, to, points in choices
            ],
        },
    }


GOOD = [
    scene("n1", ("a", "n2", 2), ("b", "", 0), ("c", "n2", None)),
    scene("n2", ("a", "", 1), ("b", "", 0)),
]


def noted(parts=None, **facts):
    """Publish a scenario and return what the assessment office keeps of it."""
    parts = parts or dict.fromkeys(LANGUAGES, GOOD)
    CoursePages(lessons=[]).question(type="branching", parts=parts, **facts)
    return QuestionVersion.objects.latest("pk")


def test_unfinished_step_is_kept_in_a_draft_and_refused_on_publishing():
    block = AnswerBlocks()
    unfinished = {"name": "", "text": "", "choices": [{"text": "", "score": None}]}
    value = block.normalize([("scene", unfinished)])

    assert block.clean_deferred(value)[0].block_type == "scene"
    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        ([scene("n1", ("a", "", 1))], "Step n1 has fewer than two choices"),
        ([scene("n1", ("a", "n5", 1), ("b", "", 0))], "Step n1 leads to n5"),
        ([scene("n1", ("a", "n1", 1), ("b", "", 0))], "Step n1 can come up again"),
        ([*GOOD, scene("n3", ("a", "", 1), ("b", "", 0))], "leads to step n3"),
        ([scene("n1", ("a", "", 0), ("b", "", None))], "No path earns points"),
        ([], "at least one step"),
    ],
)
def test_fault_is_told_at_the_answers_and_names_the_step(scenes, said):
    row = CoursePages(lessons=[]).question()["kk"]
    draft = QuestionDraft.objects.get(pk=row.pk)
    draft.type = "branching"
    draft.answers = QuestionDraft.answers.field.to_python(scenes)

    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert said in refusal.value.message_dict["answers"][0]


def test_scenario_is_not_for_practice():
    row = CoursePages(lessons=[]).question(
        type="branching", parts=dict.fromkeys(LANGUAGES, GOOD)
    )["kk"]
    draft = QuestionDraft.objects.get(pk=row.pk)
    draft.for_practice = True

    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()

    assert "for_practice" in refusal.value.message_dict


def test_steps_are_kept_with_where_their_choices_lead():
    question = noted(counts_parts=True)

    assert question.key == {
        "start": "n1",
        "ways": sorted(
            [
                {"step": "n1", "choice": name("n1", "a"), "to": "n2", "points": 2},
                {"step": "n1", "choice": name("n1", "b"), "to": "", "points": 0},
                {"step": "n1", "choice": name("n1", "c"), "to": "n2", "points": 0}
                | {"is_breach": True},
                {"step": "n2", "choice": name("n2", "a"), "to": "", "points": 1},
                {"step": "n2", "choice": name("n2", "b"), "to": "", "points": 0},
            ],
            key=lambda way: (way["step"], way["choice"]),
        ),
        "credit": "part",
    }
    assert [step["id"] for step in question.body["ru"]["steps"]] == ["n1", "n2"]


def test_languages_may_order_choices_differently_and_not_lead_elsewhere():
    other = [scene("n1", ("c", "n2", None), ("b", "", 0), ("a", "n2", 2)), GOOD[1]]
    elsewhere = [
        scene("n1", ("a", "n2", 2), ("b", "n2", 0), ("c", "n2", None)),
        GOOD[1],
    ]

    question = noted({"kk": elsewhere, "ru": other, "en": GOOD})

    assert set(question.body) == {"ru", "en"}


def test_author_sees_the_whole_scenario_drawn_and_listed():
    row = CoursePages(lessons=[]).question(
        type="branching", parts=dict.fromkeys(LANGUAGES, GOOD)
    )["kk"]

    page = QuestionDraft.objects.get(pk=row.pk).make_preview_request()
    html = page.render().content.decode()

    assert html.count('class="scene') == 3
    assert len(re.findall(r'<path class="way[ "]', html)) == 5
    assert html.count("way-best") == 4
    assert html.count("way-breach") == 2
    assert html.count('<th scope="row">n1, ') == 3
    assert len(re.findall(r"href=\"#[\w-]*step-n2\"", html)) == 2


def test_choices_of_each_step_are_what_statistics_count():
    question = noted()

    fields = build_key_form(question, question.text("kk")[0]).fields

    assert [(one.name, len(one.options)) for one in fields] == [
        ("step-n1", 3),
        ("step-n2", 2),
    ]


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_files_name_the_scenario_they_leave_out(form):
    question = noted()
    drafts = QuestionDraft.objects.values_list("pk", flat=True)

    losses = list_export_losses(question.outcome.course, set(drafts), form)

    assert {(loss.code, loss.language, loss.is_left_out) for loss in losses} == {
        ("T1-Q01", language, True) for language in LANGUAGES
    }
    assert len(losses) == len(LANGUAGES)


def test_table_cannot_bring_a_scenario():
    with pytest.raises(QuestionError):
        parse_question_row({"type": "branching", "stem": "?"}, "kk")
