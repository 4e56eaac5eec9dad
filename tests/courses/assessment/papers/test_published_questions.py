"""Noting questions and papers as they are published."""

import pytest

from courses.assessment.errors import PublishedFactsError
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.assessment.papers.published_questions import record_paper, record_questions
from courses.models import Unit
from elearning.audit.errors import AuditError
from tests.factories.assessment import body
from tests.factories.courses import OutcomeFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db

PAPER = {
    "questions": 20,
    "minutes": 40,
    "pass_mark": 80,
    "attempts": 3,
    "waiting_hours": [24, 72],
}


@pytest.fixture
def version():
    version = UnitVersionFactory(unit__kind=Unit.Kind.QUESTION)
    OutcomeFactory(course=version.unit.course, number=3)
    return version


def facts(**changes):
    return {
        "type": "single",
        "must_pass": True,
        "outcome": 3,
        "cites": ["NMR 43"],
        "key": {"right": ["b"]},
        "body": body(),
    } | changes


def record_question(version, facts):
    return record_questions([(version, facts)])[0]


def different_choices():
    texts = body()
    texts["ru"]["choices"].pop()
    return texts


@pytest.mark.parametrize(
    "changes",
    [
        {"key": {"right": []}},
        {"key": {"right": ["x"]}},
        {"key": {"right": ["a", "b"]}},
        {"outcome": 99},
        {"body": {}},
        {"body": different_choices()},
    ],
)
def test_note_question_refuses_contradictions(version, changes):
    with pytest.raises(PublishedFactsError):
        record_question(version, facts(**changes))

    assert not QuestionVersion.objects.exists()


def test_note_question_leaves_drafts_alone(version):
    assert record_question(version, {"type": "scenario"}) is None


def test_note_question_keeps_the_facts_once(version):
    question = record_question(version, facts())
    again = record_question(version, facts(key={"right": ["a"]}))

    assert again == question
    assert (question.key, question.must_pass, question.cites) == (
        {"right": ["b"]},
        True,
        ["NMR 43"],
    )
    assert question.outcome.number == 3
    assert question.body == body()
    with pytest.raises(AuditError):
        question.save()


def test_a_question_speaks_the_nearest_language_it_has(version):
    texts = body()
    del texts["en"]

    question = record_question(version, facts(body=texts))

    text, language = question.text("en")
    assert (text["stem"], language) == ("Сұрақ 1?", "kk")


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": 0},
        {"minutes": 0},
        {"pass_mark": 101},
        {"attempts": 0},
        {"waiting_hours": [-1]},
    ],
)
def test_note_paper_refuses_numbers_that_make_no_exam(changes):
    version = UnitVersionFactory(unit__kind=Unit.Kind.EXAM)

    with pytest.raises(PublishedFactsError):
        record_paper(version, PAPER | changes)


def test_note_paper_keeps_the_rules_once():
    version = UnitVersionFactory(unit__kind=Unit.Kind.EXAM)

    paper = record_paper(version, PAPER)

    assert record_paper(version, PAPER | {"minutes": 1}) == paper
    assert PaperVersion.objects.values(*PAPER).get() == PAPER
    assert [paper.hours_before(number) for number in (1, 2, 3, 4)] == [0, 24, 72, 72]
