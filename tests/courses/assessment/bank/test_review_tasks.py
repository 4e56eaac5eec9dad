"""Questions that answers speak against: out of the draw by themselves, and a task."""

from datetime import timedelta

import pytest
from django.utils import translation

from courses.assessment.bank import question_quarantine, question_states, review_tasks
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    QuestionNumbers,
    QuestionState,
    ReviewTask,
    StateChange,
)
from courses.assessment.papers import question_draw
from courses.assessment.statistics import tally_store
from courses.models import Unit
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    edition_with_exam,
    lift_quarantine,
    marked,
    put_in_state,
)
from tests.factories.courses import EditionFactory, UnitVersionFactory
from tests.factories.statistics import asked_in, taken

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def edition():
    return edition_with_exam([{}] * 4)


def numbers(question, **facts):
    usual = {"n": 30, "facility": "0.5", "discrimination": "-0.12"}
    return QuestionNumbers.objects.create(question=question, **(usual | facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"n": 29},
        {"discrimination": "0"},
        {"discrimination": None},
        {"n": 0, "facility": None, "discrimination": None, "is_withheld": True},
    ],
)
def test_few_answers_or_no_negative_number_open_nothing(edition, facts):
    numbers(asked_in(edition)[0], **facts)

    assert review_tasks.open_review_tasks(NOW) == 0
    assert not ReviewTask.objects.exists()
    assert len(question_draw.build_live_pool(edition)) == 4


def test_negative_discrimination_leaves_the_draw_once_with_its_numbers(edition):
    question, *_others = asked_in(edition)
    numbers(question)

    assert (
        review_tasks.open_review_tasks(NOW),
        review_tasks.open_review_tasks(LATER),
    ) == (1, 0)

    task = ReviewTask.objects.get()
    fact = StateChange.objects.get()
    assert (task.cause, task.n, task.left_the_draw) == ("negative", 30, True)
    assert (fact.unit, fact.state, fact.by) == (
        question.version.unit,
        QuestionState.REVIEW,
        None,
    )
    assert "−0,12" in fact.reason
    assert len(question_draw.build_live_pool(edition)) == 3
    actions = ["assessment.question_left_the_draw", "assessment.review_opened"]
    assert sorted(Entry.objects.values_list("action", flat=True)) == actions


def test_gap_between_languages_is_a_task_and_nothing_else(edition):
    question, *_others = asked_in(edition)
    numbers(question, n=120, discrimination="0.3", harder="kk", easier="ru", gap="0.2")

    review_tasks.open_review_tasks(NOW)

    task = ReviewTask.objects.get()
    assert (task.cause, task.left_the_draw) == ("language", False)
    assert "20 points" in review_tasks.format_task_reason(task)
    assert not StateChange.objects.exists()
    assert len(question_draw.build_live_pool(edition)) == 4


def test_question_made_live_by_an_exception_stays_live(edition):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    numbers(question)
    review_tasks.open_review_tasks(NOW)

    with pytest.raises(QuestionBankError, match="did worse"):
        put_in_state(
            unit, QuestionState.LIVE, reason="Тексерілді", by=UserFactory(), at=LATER
        )
    fact = put_in_state(
        unit,
        QuestionState.LIVE,
        reason="Тексерілді",
        by=UserFactory(),
        at=LATER,
        exception=True,
    )

    assert fact.is_exception
    assert review_tasks.open_review_tasks(LATER) == 0
    assert question_states.get_question_state(unit) == QuestionState.LIVE


@pytest.mark.parametrize("excepted", [False, True])
def test_retired_question_comes_back_past_its_numbers_by_an_exception_alone(
    edition, excepted
):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    numbers(question)
    review_tasks.open_review_tasks(NOW)
    if excepted:
        put_in_state(unit, QuestionState.LIVE, exception=True)
    put_in_state(unit, QuestionState.RETIRED)

    lacks = question_states.list_state_objections(unit, QuestionState.LIVE)

    assert bool(lacks) is not excepted


def test_wording_that_a_later_edition_replaced_takes_nothing_out(edition):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    newer = QuestionVersionFactory(
        version=UnitVersionFactory(unit=unit, number=2), outcome=question.outcome
    )
    EditionFactory(course=edition.course, number=2, versions=[newer.version])
    numbers(question)

    review_tasks.open_review_tasks(NOW)

    assert not ReviewTask.objects.get().left_the_draw
    assert question_states.get_question_state(unit) == QuestionState.LIVE


def test_retired_question_is_left_as_it_is(edition):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    put_in_state(unit, QuestionState.RETIRED, reason="Ескірді")
    numbers(question)

    review_tasks.open_review_tasks(LATER)

    assert question_states.get_question_state(unit) == QuestionState.RETIRED


def test_task_is_closed_once_and_with_a_sentence(edition):
    numbers(asked_in(edition)[0])
    review_tasks.open_review_tasks(NOW)
    task = ReviewTask.objects.get()

    with pytest.raises(QuestionBankError):
        review_tasks.close_review_task(task, reason=" ", by=UserFactory(), at=LATER)
    review_tasks.close_review_task(
        task, reason="Кілт түзетілді", by=UserFactory(), at=LATER
    )
    with pytest.raises(QuestionBankError):
        review_tasks.close_review_task(task, reason="Тағы", by=UserFactory(), at=LATER)

    assert not ReviewTask.objects.open().exists()


def test_numbers_are_kept_with_every_count_and_the_same_when_counted_anew(edition):
    for _n in range(6):
        taken(edition, "abab")
    tally_store.count_new_attempts(LATER)
    kept = list(QuestionNumbers.objects.order_by("pk").values())

    assert [(one["n"], one["is_withheld"]) for one in kept] == [(6, False)] * 4
    assert [float(one["facility"]) for one in kept] == [1, 0, 1, 0]
    paper = edition.entries.get(version__unit__kind=Unit.Kind.EXAM).version.paper
    tally_store.recount_paper(paper, by=None)
    assert list(QuestionNumbers.objects.order_by("pk").values()) == kept


def test_numbers_of_a_small_group_are_withheld(edition):
    taken(edition, "abab")
    tally_store.count_new_attempts(LATER)

    rows = QuestionNumbers.objects.values_list("n", "facility", "is_withheld")
    assert set(rows) == {(0, None, True)}


def tried(question, *, at):
    """A sound trial of ``question``: thirty attempts, in which who knows more is right."""
    marked(question.version.entries.get().edition, "exam", [0.9] * 18 + [0.4] * 12)
    for attempt in Attempt.every.filter(items=None):
        Attempt.every.filter(pk=attempt.pk).update(started_at=at)
        AttemptItem.objects.create(
            attempt=attempt,
            position=1,
            question=question,
            order=[],
            is_scored=False,
            mark=round(attempt.score),
        )


@pytest.mark.parametrize("since", [False, True])
def test_trial_from_before_the_review_brings_no_question_back(edition, since):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    tried(question, at=NOW - timedelta(days=90))
    numbers(question)
    review_tasks.open_review_tasks(NOW)
    put_in_state(unit, QuestionState.TRIAL, at=LATER)
    if since:
        tried(question, at=LATER)

    lacks = question_states.list_state_objections(unit, QuestionState.LIVE)

    assert [one.split()[0] for one in lacks] == ([] if since else ["It", "In"])


def test_version_that_no_edition_lists_silences_nothing(edition):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    numbers(question)
    review_tasks.open_review_tasks(NOW)
    newer = UnitVersionFactory(unit=unit, number=2)
    QuestionVersionFactory(version=newer, outcome=question.outcome)

    with pytest.raises(QuestionBankError, match="did worse"):
        put_in_state(unit, QuestionState.LIVE)


def test_what_was_found_while_a_question_was_retired_speaks_against_it(edition):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    put_in_state(unit, QuestionState.RETIRED)
    numbers(question)
    review_tasks.open_review_tasks(LATER)

    with pytest.raises(QuestionBankError, match="did worse"):
        put_in_state(unit, QuestionState.LIVE, at=LATER)


@pytest.mark.parametrize("excepted", [True, False])
def test_quarantine_undoes_no_exception_that_two_people_made(edition, excepted):
    question, *_others = asked_in(edition)
    unit = question.version.unit
    if not excepted:
        question_quarantine.quarantine_question(
            unit, reason="Тарады", by=UserFactory(), at=NOW
        )
    numbers(question)
    review_tasks.open_review_tasks(LATER)
    if excepted:
        put_in_state(unit, QuestionState.LIVE, exception=True, at=LATER)
        question_quarantine.quarantine_question(
            unit, reason="Тарады", by=UserFactory(), at=LATER
        )

    lift_quarantine(unit, reason="Жоқ", by=UserFactory(), at=LATER)

    assert question_states.get_question_state(unit) == (
        QuestionState.LIVE if excepted else QuestionState.REVIEW
    )
