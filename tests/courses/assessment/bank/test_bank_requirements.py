"""Whether a bank is enough for its exam."""

import pytest
from django.utils import translation

from courses.assessment.bank import bank_coverage
from courses.assessment.bank.bank_requirements import (
    BankQuestion,
    QuestionBank,
    list_bank_shortfalls,
)
from courses.assessment.models import QuestionState
from courses.assessment.paper_blueprint import Blueprint
from courses.models import Unit, UnitVersion
from courses.release import gates
from tests.factories.assessment import edition_with_exam, put_in_state
from tests.factories.courses import EditionFactory, OutcomeFactory

TOO_SMALL = (
    "The exam asks more questions than the bank has: 20, and 7 are live. Write more "
    "questions, or ask fewer."
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def bank(*, outcomes=(1, 2), each=3, must_pass=True):
    questions = [BankQuestion(outcome) for outcome in outcomes for _n in range(each)]
    return QuestionBank(
        outcomes, [*questions, *([BankQuestion(1, must_pass=True)] * must_pass)]
    )


def said(found):
    return [(one.text, one.is_refusal) for one in found]


@pytest.mark.parametrize("needs_full_bank", [False, True])
def test_full_bank_lacks_nothing(needs_full_bank):
    assert list_bank_shortfalls(bank(), asked=7, needs_full_bank=needs_full_bank) == []


@pytest.mark.parametrize("needs_full_bank", [False, True])
def test_bank_smaller_than_the_paper_always_refuses(needs_full_bank):
    assert said(
        list_bank_shortfalls(bank(), asked=20, needs_full_bank=needs_full_bank)
    ) == [(TOO_SMALL, True)]


@pytest.mark.parametrize("needs_full_bank", [False, True])
def test_outcome_with_too_few_questions_says_how_many_it_lacks(needs_full_bank):
    short = QuestionBank((1, 2, 3), [*bank().questions, BankQuestion(3)])

    assert said(
        list_bank_shortfalls(short, asked=4, needs_full_bank=needs_full_bank)
    ) == [
        (
            "Outcome 3 is 2 questions short. Each outcome needs 3 live questions.",
            needs_full_bank,
        )
    ]


def test_open_questions_that_the_exam_never_asks_take_nothing_from_the_others():
    asked = bank()
    asked.questions.append(BankQuestion(1, type="open"))

    assert list_bank_shortfalls(asked, asked=7, needs_full_bank=True) == []


def test_empty_bank_lacks_everything():
    found = list_bank_shortfalls(QuestionBank((1,), []), asked=1, needs_full_bank=True)

    assert len(found) == 3
    assert all(one.is_refusal for one in found)


def test_bank_without_must_pass_questions_is_told():
    (found,) = list_bank_shortfalls(
        bank(must_pass=False), asked=4, needs_full_bank=False
    )

    assert "must-pass" in found.text
    assert not found.is_refusal


BY_BOTH = Blueprint({1: 2, 2: 2}, {"easy": 2, "hard": 2})


def test_cell_that_lacks_questions_is_named_and_refuses():
    easy = [BankQuestion(one, True, "easy") for one in (1, 2) for _n in range(3)]
    found = list_bank_shortfalls(
        QuestionBank((1, 2), [*easy, BankQuestion(1, False, "hard")]),
        asked=4,
        needs_full_bank=False,
        blueprint=BY_BOTH,
    )

    assert said(found) == [
        (
            "Outcome 2, hard: 1 question is missing. The exam asks 1, and 0 are live.",
            True,
        )
    ]


def test_difficulty_alone_and_outcome_alone_are_named():
    def lacks(plan):
        found = list_bank_shortfalls(
            bank(), asked=4, needs_full_bank=False, blueprint=plan
        )
        return [one.text.partition(":")[0] for one in found]

    assert lacks(Blueprint(mix={"easy": 1, "medium": 2, "hard": 1})) == ["Easy", "Hard"]
    assert lacks(Blueprint({7: 4})) == ["Outcome 7"]
    assert lacks(Blueprint({1: 4})) == []


def test_must_pass_questions_that_do_not_fit_are_told():
    (found,) = list_bank_shortfalls(
        bank(),
        asked=4,
        needs_full_bank=False,
        blueprint=Blueprint({1: 2, 2: 2}, must_pass=2),
    )

    assert found.text.startswith(
        "There are not enough must-pass questions: the exam asks 2, and 1 live"
    )
    assert found.is_refusal


def test_listed_question_that_cannot_be_asked_is_refused_with_its_state():
    questions = [
        BankQuestion(1, True, code="c1-q01"),
        *(BankQuestion(1, code=f"c1-q{n}") for n in (10, 11)),
    ]
    listed = Blueprint(listed=("c1-q01", "c1-q02", "c1-q03"))
    found = list_bank_shortfalls(
        QuestionBank((1,), questions, {"c1-q02": QuestionState.TRIAL}),
        asked=3,
        needs_full_bank=False,
        blueprint=listed,
    )

    assert said(found) == [
        (
            (
                "The list includes C1-Q02, which is not live: in trial. Remove it from "
                "the list, or make it live."
            ),
            True,
        ),
        (
            (
                "The list includes C1-Q03, which is not in the bank. Remove it from the "
                "list, or publish it."
            ),
            True,
        ),
    ]


def test_question_that_rests_on_nothing_is_refused():
    (found,) = list_bank_shortfalls(
        QuestionBank(
            (1,), [*bank().questions, BankQuestion(1, code="c1-q09", cites=())]
        ),
        asked=4,
        needs_full_bank=False,
    )

    assert found.text.startswith("These questions cite nothing: C1-Q09.")
    assert found.is_refusal


def versions_of(edition):
    listed = UnitVersion.objects.filter(entries__edition=edition)
    return list(listed.select_related("unit").prefetch_related("texts"))


@pytest.mark.django_db
def test_course_without_an_exam_is_not_checked():
    edition = EditionFactory()

    assert (
        bank_coverage.list_coverage_findings(edition.course, versions_of(edition)) == []
    )


@pytest.mark.django_db
def test_release_is_refused_where_the_paper_needs_a_full_bank_and_warned_elsewhere():
    for needs_full_bank in (True, False):
        edition = edition_with_exam(
            [{"must_pass": True}] * 4, needs_full_bank=needs_full_bank
        )
        OutcomeFactory(course=edition.course, number=77)
        versions = versions_of(edition)[::-1]

        found = gates.list_release_findings(edition.course, versions)

        named = [one for one in found if "Outcome 77 is 3 questions short" in one.text]
        warned = [one for one in found if not one.is_refusal]
        assert [one.is_refusal for one in named] == [needs_full_bank]
        assert len(warned) == (0 if needs_full_bank else 1)


@pytest.mark.django_db
def test_question_that_is_not_live_does_not_count():
    edition = edition_with_exam([{"must_pass": True}] * 4)
    unit = Unit.objects.filter(course=edition.course, kind="question").first()
    assert bank_coverage.list_findings_without(unit) != []
    found = gates.list_release_findings(edition.course, versions_of(edition))
    assert [one for one in found if not one.is_refusal] == []

    put_in_state(unit, QuestionState.RETIRED, reason="Ескірді")

    found = bank_coverage.list_coverage_findings(edition.course, versions_of(edition))
    assert [one.is_refusal for one in found] == [True]
