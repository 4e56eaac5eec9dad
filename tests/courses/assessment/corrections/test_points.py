"""Other points: for the choices of a scenario, and for the levels of a rubric."""

from datetime import timedelta
from decimal import Decimal

import pytest

from courses.assessment.corrections import correction_preview, key_corrections, regrades
from courses.assessment.corrections.key_corrections import Effect
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_marking, open_answer_marking
from courses.assessment.models import (
    Attempt,
    KeyCorrection,
    OpenMark,
    QuestionVersion,
    Regrading,
    list_answers_to_decide,
    list_answers_to_mark,
)
from courses.certificates.models import Certificate
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    begin,
    edition_with_exam,
    exam_enrolment,
    save,
)
from tests.factories.kinds import QUESTIONS
from tests.factories.open_answers import marked, open_item, trainer, written

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)
THEN = NOW + 5 * DAY
BODY, KEY = QUESTIONS["branching"]
BRANCHING = {"type": "branching", "body": BODY, "key": KEY | {"credit": "part"}}


@pytest.fixture
def people():
    """Somebody who proposes, and somebody who decides."""
    return UserFactory(roles=[Role.TRAINER]), UserFactory(roles=[Role.TRAINER])


def corrected(question, effect, people, **facts):
    """A correction that a second person has confirmed."""
    draft = key_corrections.draft_correction(question, effect, **facts)
    kept = key_corrections.propose_correction(
        draft, reason="Кілт қате", by=people[0], at=THEN
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Дұрыс", by=people[1], at=THEN
    )
    return kept


def asked_in(edition, kind):
    found = QuestionVersion.objects.filter(version__entries__edition=edition)
    return found.get(type=kind)


def now(attempt):
    """Score and pass that count now, and whether they are others than at first."""
    found = Attempt.objects.with_verdict().get(pk=attempt.pk).verdict
    return (found.score, found.passed, found.is_regraded)


# --- Scenarios ------------------------------------------------------------------------


@pytest.fixture
def scenario():
    """A scenario beside one other question; both are asked, and 75 per cent pass."""
    edition = edition_with_exam([BRANCHING, {}], questions=2)
    return asked_in(edition, "branching")


def walked(question, *path):
    """A marked attempt that took ``path``, beside a right answer."""
    edition = question.version.entries.get().edition
    attempt = begin(exam_enrolment(edition=edition))
    for item in attempt.items.all():
        sent = {"choice": ["a"]}
        if item.question_id == question.pk:
            sent = {f"step-n{n}": [choice] for n, choice in enumerate(path, start=1)}
        save(attempt, item.position, sent, 1, at=NOW + timedelta(minutes=1))
    return attempt_marking.mark_attempt(attempt, at=LATER)


def points_of(question, **changes):
    """The points of a question, those of the choices named in ``changes`` being others."""
    known = question.kind.points(question.key)
    return {name: changes.get(name[-1], points) for name, points in known.items()}


def test_scenario_offers_points_and_no_other_answer(scenario):
    assert key_corrections.list_possible_effects(scenario) == [
        Effect.POINTS,
        Effect.FULL,
        Effect.VOID,
    ]
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(scenario, Effect.REPLACED, given=[["n1", "a"]])


@pytest.mark.parametrize("effect", [Effect.POINTS, Effect.REMARK])
def test_question_without_points_is_given_none(effect):
    edition = edition_with_exam([{}, {}], questions=2)
    question = QuestionVersion.objects.filter(version__entries__edition=edition).last()

    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(question, effect, points={})


def test_points_that_lack_a_choice_are_refused(scenario):
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(scenario, Effect.POINTS, points={"n1/a": 1})


def test_points_that_let_nobody_win_are_refused(scenario):
    nothing = points_of(scenario, a=0, d=0)

    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(scenario, Effect.POINTS, points=nothing)


def test_same_points_are_no_correction(scenario):
    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(
            scenario, Effect.POINTS, points=points_of(scenario)
        )


def test_path_is_worth_its_other_points(scenario, people):
    best, half = walked(scenario, "a", "d"), walked(scenario, "a", "e")
    short, breach = walked(scenario, "b"), walked(scenario, "c", "d")

    corrected(scenario, Effect.POINTS, people, points=points_of(scenario, b=3, c=0))

    assert regrades.apply_due_corrections(THEN) == 4
    assert [now(one)[0] for one in (best, half, short, breach)] == [
        Decimal("1.0000"),
        Decimal("0.8333"),  # two of three points
        Decimal("1.0000"),
        Decimal("0.6667"),  # no breach any more: one of three
    ]
    assert Certificate.objects.count() == 3
    kept = Attempt.objects.get(pk=short.pk)
    assert (kept.score, kept.passed) == (Decimal("0.5000"), False)


def test_choice_that_must_never_be_made_takes_no_certificate_away(scenario, people):
    attempt = walked(scenario, "a", "d")
    assert Certificate.objects.count() == 1

    points = points_of(scenario, d=None, e=1)
    seen = correction_preview.preview_correction(
        key_corrections.draft_correction(scenario, Effect.POINTS, points=points)
    )
    assert (seen.attempts, seen.to_fail, Regrading.objects.count()) == (1, 1, 0)
    corrected(scenario, Effect.POINTS, people, points=points)
    regrades.apply_due_corrections(THEN)

    assert now(attempt) == (Decimal("0.5000"), False, True)
    assert Certificate.objects.count() == 1
    assert Regrading.objects.lost().undecided().count() == 1


def test_points_and_those_before_give_every_result_back(scenario, people):
    attempts = [walked(scenario, *path) for path in ("ad", "ae", "b", "cd")]
    first = [(one.score, one.passed) for one in attempts]

    before = points_of(scenario)
    corrected(scenario, Effect.POINTS, people, points=points_of(scenario, b=3, e=2))
    regrades.apply_due_corrections(THEN)
    corrected(scenario, Effect.POINTS, people, points=before)
    regrades.apply_due_corrections(THEN + DAY)

    assert [now(one)[:2] for one in attempts] == first


# --- Rubrics --------------------------------------------------------------------------


def rubric_points(x=(0, 1, 2), y=(0, 1, 2)):
    """Points of the levels of both criteria."""
    return {
        f"{name}/{level}": points
        for name, worths in (("x", x), ("y", y))
        for level, points in enumerate(worths)
    }


def answered(*levels, edition=None, markers=1):
    """A marked attempt with an open answer, and a right one, each pair of levels a marker's."""
    facts = {"edition": edition} if edition else {}
    attempt = written(others=1, markers=markers, **facts)
    attempt_marking.mark_attempt(attempt, at=LATER)
    for x, y in levels:
        marked(attempt, x, y)
    return Attempt.objects.get(pk=attempt.pk)


@pytest.mark.parametrize(
    "points",
    [
        rubric_points(x=(0, 2, 1)),
        rubric_points(x=(-1, 0, 1)),
        rubric_points(x=(0, 0, 0), y=(0, 0, 0)),
        {"x/0": 0},
    ],
)
def test_points_that_make_no_rubric_are_refused(points):
    question = open_item(answered((2, 2))).question

    with pytest.raises(QuestionBankError):
        key_corrections.draft_correction(question, Effect.POINTS, points=points)


def test_levels_stay_and_marks_follow_from_their_other_points(people):
    attempt = answered((2, 0))
    item = open_item(attempt)
    assert item.mark == Decimal("0.5000")

    corrected(item.question, Effect.POINTS, people, points=rubric_points(y=(0, 0, 0)))
    regrades.apply_due_corrections(THEN)

    assert now(attempt) == (Decimal("1.0000"), True, True)
    assert OpenMark.objects.get().levels == {"x": 2, "y": 0}
    item.refresh_from_db()
    assert item.mark == Decimal("0.5000")


def test_answer_marked_afterwards_is_marked_by_the_corrected_rubric(people):
    edition = answered((2, 2)).enrolment.edition
    question = asked_in(edition, "open")
    kept = corrected(question, Effect.POINTS, people, points=rubric_points(y=(0, 0, 0)))
    regrades.apply_due_corrections(THEN)

    item = open_item(answered((2, 0), edition=edition))

    assert (item.mark, item.correction) == (1, kept)
    assert not key_corrections.list_items_to_regrade(kept).exists()


def test_unanswered_question_stays_worth_nothing(people):
    attempt = written(others=1, text="")
    attempt_marking.mark_attempt(attempt, at=LATER)
    question = open_item(attempt).question

    corrected(question, Effect.POINTS, people, points=rubric_points(y=(0, 0, 0)))

    assert regrades.apply_due_corrections(THEN) == 1
    assert now(attempt)[0] == Decimal("0.5000")


def test_decision_of_a_third_person_stays_one(people):
    attempt = answered((2, 2), (0, 0), markers=2)
    marked(attempt, 1, 1, decides=True)
    question = open_item(attempt).question

    # by these points the first two would agree, half a point from what was decided
    points = rubric_points(x=(0, 0, 0), y=(0, 1, 1))
    corrected(question, Effect.POINTS, people, points=points)
    regrades.apply_due_corrections(THEN)

    assert now(attempt) == (Decimal("1.0000"), True, True)


def test_points_by_which_markers_would_not_agree_are_refused(people, english):
    question = open_item(answered((2, 0), (0, 2), markers=2)).question
    draft = key_corrections.draft_correction(
        question, Effect.POINTS, points=rubric_points(y=(0, 0, 0))
    )

    assert correction_preview.preview_correction(draft).unsettled == 1
    with pytest.raises(QuestionBankError, match="marked again"):
        key_corrections.propose_correction(draft, reason="Себеп", by=people[0], at=THEN)

    assert not KeyCorrection.objects.exists()


# --- Marked again ---------------------------------------------------------------------


@pytest.fixture
def disputed():
    """A marked attempt whose two markers agree in sum and in nothing else."""
    return answered((2, 0), (0, 2), markers=2)


def marked_again(attempt, people, *levels, **facts):
    question = open_item(attempt).question
    kept = corrected(question, Effect.REMARK, people, **facts)
    regrades.apply_due_corrections(THEN)
    for x, y in levels:
        marked(attempt, x, y, at=THEN + DAY)
    return kept


def test_answers_wait_for_markers_again_and_the_result_stays_until_then(
    disputed, people
):
    first = (disputed.score, disputed.passed)
    item = open_item(disputed)
    assert not list_answers_to_mark(trainer()).exists()

    marked_again(disputed, people, (2, 2), points=rubric_points(y=(0, 0, 0)))

    assert list(list_answers_to_mark(trainer())) == [item]
    assert regrades.apply_due_corrections(THEN + DAY) == 0
    assert now(disputed)[:2] == first


def test_new_marks_count_by_the_new_points(disputed, people):
    points = rubric_points(y=(0, 0, 0))
    kept = marked_again(disputed, people, (2, 2), (2, 0), points=points)

    assert regrades.apply_due_corrections(THEN + DAY) == 1

    assert now(disputed) == (Decimal("1.0000"), True, True)
    assert OpenMark.objects.count() == 4
    assert not key_corrections.list_items_to_regrade(kept).exists()
    assert not list_answers_to_mark(trainer()).exists()
    assert regrades.apply_due_corrections(THEN + 2 * DAY) == 0


def test_new_marks_that_do_not_agree_are_decided(disputed, people):
    marked_again(disputed, people, (2, 2), (0, 0))
    assert regrades.apply_due_corrections(THEN + DAY) == 0
    assert list(list_answers_to_decide(trainer())) == [open_item(disputed)]

    marked(disputed, 1, 1, at=THEN + DAY, decides=True)

    assert regrades.apply_due_corrections(THEN + DAY) == 1
    assert now(disputed)[0] == Decimal("0.7500")


def test_whoever_marked_at_first_may_mark_again_once(people):
    attempt, one = written(others=1), trainer()
    attempt_marking.mark_attempt(attempt, at=LATER)
    marked(attempt, 0, 0, by=one)
    corrected(open_item(attempt).question, Effect.REMARK, people)

    marked(attempt, 2, 2, by=one, at=THEN + DAY)

    assert not list_answers_to_mark(one).exists()
    assert regrades.apply_due_corrections(THEN + DAY) == 1
    assert now(attempt) == (Decimal("1.0000"), True, True)


def test_next_correction_waits_until_all_are_marked_again(disputed, people, english):
    marked_again(disputed, people, (2, 2))
    question = open_item(disputed).question

    with pytest.raises(QuestionBankError, match="still being re-marked"):
        key_corrections.propose_correction(
            key_corrections.draft_correction(question, Effect.FULL),
            reason="Себеп",
            by=people[0],
            at=THEN + DAY,
        )


def test_points_after_that_count_what_was_given_last(disputed, people):
    marked_again(disputed, people, (2, 1), (2, 1))
    regrades.apply_due_corrections(THEN + DAY)
    question = open_item(disputed).question

    corrected(question, Effect.POINTS, people, points=rubric_points(x=(0, 0, 0)))
    regrades.apply_due_corrections(THEN + 2 * DAY)

    assert now(disputed)[0] == Decimal("0.7500")  # one of two points


def test_answer_that_waits_begins_anew_when_all_are_marked_again(people):
    attempt = written(others=1, markers=2)
    attempt_marking.mark_attempt(attempt, at=LATER)
    marked(attempt, 0, 0)
    corrected(open_item(attempt).question, Effect.REMARK, people)

    marked(attempt, 2, 2, at=THEN + DAY)
    assert Attempt.objects.get(pk=attempt.pk).is_waiting
    marked(attempt, 2, 2, at=THEN + DAY)

    assert Attempt.objects.get(pk=attempt.pk).score == 1


def test_unanswered_question_is_not_marked_again(people):
    attempt = written(others=1, text="")
    attempt_marking.mark_attempt(attempt, at=LATER)
    kept = corrected(open_item(attempt).question, Effect.REMARK, people)

    assert not list_answers_to_mark(trainer()).exists()
    assert regrades.apply_due_corrections(THEN) == 1
    assert not key_corrections.list_items_to_regrade(kept).exists()


def test_outcome_tells_which_marks_count(disputed, people):
    kept = marked_again(disputed, people, (2, 2), (2, 1))
    item = open_item(disputed)

    assert [
        one.points for one in open_answer_marking.find_answer_mark(item).counting
    ] == [2, 2]
    assert [
        one.points for one in open_answer_marking.find_answer_mark(item, kept).counting
    ] == [4, 3]
