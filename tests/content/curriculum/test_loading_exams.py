"""What an exam asks is loaded with its course: rules, rubrics, cases."""

import io

import pytest
from django.core.management import call_command

from content.questions.models import CaseDraft
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.models import UnitVersion
from tests.content.curriculum.samples import replace
from tests.factories.content import publish
from tests.factories.curriculum import load_approved

pytestmark = pytest.mark.django_db


def test_an_exam_may_ask_for_an_invigilator(bundles):
    replace(
        bundles, "courses/t1/course.yaml", "attempts:", "invigilated: true\n  attempts:"
    )

    load_approved(bundles)

    assert {paper.is_invigilated for paper in PaperVersion.objects.all()} == {True}


def test_open_question_brings_its_rubric(bundles):
    replace(
        bundles, "courses/t1/course.yaml", "minutes:", "open_questions: 1\n  minutes:"
    )
    load_approved(bundles)

    asked = QuestionVersion.objects.filter(version__unit__slug="t1-q03").last()
    (criterion,) = asked.body["ru"]["criteria"]
    assert (criterion["text"], criterion["levels"]) == ("Критерий", ["Нет", "Да"])
    assert asked.key == {
        "criteria": {criterion["id"]: 1},
        "markers": 2,
        "credit": "part",
    }
    assert (asked.body["kk"]["limit"], asked.body["kk"]["sample"]) == (300, "Себебі")
    assert {paper.open_questions for paper in PaperVersion.objects.all()} == {1}


def test_questions_of_a_case_are_loaded_with_its_text(bundles):
    write_case(bundles, "Түнгі ауысым.")
    bank = bundles / "courses/t1/questions.yaml"
    text = bank.read_text("utf-8").replace("outcome: 1", "outcome: 1\n  case: T1-K01")
    bank.write_text(text, "utf-8")

    load_approved(bundles)
    again = load_approved(bundles)

    listed = UnitVersion.objects.newest().order_by("unit__slug")
    rows = [
        QuestionVersion.objects.get(version=one)
        for one in listed.filter(unit__kind="question")
    ]
    assert [row.place for row in rows] == [1, 2, 3]
    assert len({row.case for row in rows}) == 1
    case = {"title": "Оқиға", "text": "Түнгі ауысым."}
    assert [row.body["kk"]["case"] for row in rows] == [case] * 3
    assert not again.changed


def test_case_that_trainers_went_on_writing_is_left_alone(bundles):
    write_case(bundles, "Түнгі ауысым.")
    load_approved(bundles)
    case = CaseDraft.objects.get(locale__language_code="kk")
    case.text = "Таңғы ауысым."
    publish(case)

    load_approved(bundles)

    case.refresh_from_db()
    assert case.text == "Таңғы ауысым."


def write_case(bundles, text):
    (bundles / "courses/t1/cases.yaml").write_text(
        "- id: T1-K01\n"
        "  title: {kk: Оқиға, ru: Случай, en: Case}\n"
        f"  text: {{kk: {text}, ru: Ночь., en: Night.}}\n",
        "utf-8",
    )


def test_hashes_are_printed_and_written(bundles):
    out = io.StringIO()

    call_command("curriculum_hashes", bundles=bundles, write=True, stdout=out)

    assert "t1/l1 " in out.getvalue()
    assert load_approved(bundles).released == ["MG-1", "T1"]


def test_rules_of_an_exam_and_the_difficulty_of_a_question_are_loaded(bundles):
    replace(
        bundles,
        "courses/t1/course.yaml",
        "attempts: 2",
        "attempts: 2\n  trials: 0\n  full_bank: true\n"
        "  blueprint: {outcomes: {1: 1}, difficulty: {hard: 1}, must_pass: 0}",
    )
    replace(
        bundles,
        "courses/t1/questions.yaml",
        "outcome: 1",
        "outcome: 1\n  difficulty: hard",
    )

    load_approved(bundles)

    paper = PaperVersion.objects.latest("pk")
    assert (paper.trials, paper.needs_full_bank) == (0, True)
    assert paper.blueprint == {
        "outcomes": {"1": 1},
        "difficulty": {"easy": 0, "medium": 0, "hard": 1},
        "must_pass": 0,
    }
    difficulties = QuestionVersion.objects.values_list("difficulty", flat=True)
    assert set(difficulties) == {"hard"}
