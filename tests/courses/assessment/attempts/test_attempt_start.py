"""Starting, answering, flagging and moving an attempt."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.attempts.exam_admission import list_start_refusals
from courses.assessment.errors import AnswerError, AttemptClosedError, ExamStartError
from courses.assessment.events import AttemptStarted
from courses.assessment.models import Attempt, AttemptItem, Response
from courses.models import EditionEntry, UnitProgress
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.events import hearing
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
    save,
)
from tests.factories.courses import EditionFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def codes(enrolment, at=NOW):
    return [reason.code for reason in list_start_refusals(enrolment, at)]


def start(enrolment, at=NOW):
    return attempt_start.start_attempt(
        enrolment, at=at, by=enrolment.learner.user, language="kk"
    )


def test_start_refuses_while_lessons_are_unfinished():
    enrolment = exam_enrolment(read=False)
    lesson = enrolment.edition.steps[0].version.unit

    with pytest.raises(ExamStartError) as refused:
        start(enrolment)

    assert [(r.code, r.units) for r in refused.value.reasons] == [
        ("lessons", (lesson,))
    ]
    assert not Attempt.objects.exists()


def test_start_refuses_a_bank_that_is_too_small():
    assert codes(exam_enrolment([{}] * 3)) == ["unready"]


def test_start_refuses_when_the_course_has_ended_for_the_learner():
    enrolment = exam_enrolment(ended_at=NOW)

    assert codes(enrolment) == ["ended"]


def test_attempts_open_after_their_waiting_times_and_run_out():
    enrolment = exam_enrolment()
    at = NOW
    for number, hours in [(1, 24), (2, 72)]:
        attempt = start(enrolment, at)
        assert attempt.number == number
        attempt_deadlines.mark_overdue_attempts(at + timedelta(hours=1))
        ended = attempt.ends_at
        early = list_start_refusals(enrolment, ended + timedelta(hours=hours) - MINUTE)
        at = ended + timedelta(hours=hours)
        assert [(r.code, r.until) for r in early] == [("waiting", at)]
    assert codes(enrolment, at) == []

    start(enrolment, at)
    attempt_deadlines.mark_overdue_attempts(at + timedelta(hours=1))

    assert codes(enrolment, at + timedelta(days=900)) == ["attempts"]


def test_start_twice_returns_the_attempt_under_way():
    enrolment = exam_enrolment()
    with hearing(AttemptStarted) as heard:
        first, second = start(enrolment), start(enrolment, NOW + MINUTE)

    assert first == second
    assert heard == [AttemptStarted(first)]
    assert Entry.objects.filter(action="assessment.attempt_started").count() == 1
    assert UnitProgress.objects.get(unit=first.paper.version.unit).started_at == NOW


def test_start_marks_an_attempt_out_of_time_first():
    enrolment = exam_enrolment(paper={"waiting_hours": []})
    first = start(enrolment)

    second = start(enrolment, NOW + timedelta(hours=1))

    first.refresh_from_db()
    assert (first.ended_by, first.handed_in_at) == ("clock", first.ends_at)
    assert second.number == 2


def test_the_database_keeps_one_open_attempt():
    attempt = begin()

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            enrolment=attempt.enrolment,
            paper=attempt.paper,
            number=2,
            language="kk",
            started_at=NOW,
            ends_at=NOW,
        )


def test_start_asks_each_question_once_with_every_choice():
    attempt = begin(bank=[{}] * 6)

    items = list(attempt.items.all())
    assert [item.position for item in items] == [1, 2, 3, 4]
    assert len({item.question for item in items}) == 4
    assert all(sorted(item.order) == list("abcd") for item in items)
    assert attempt.ends_at == NOW + 40 * MINUTE


def test_true_stays_before_false():
    attempt = begin(bank=[{"type": "truefalse"}] * 4)

    assert [item.order for item in attempt.items.all()] == [list("abcd")] * 4


def test_a_new_edition_changes_nothing_in_a_running_attempt():
    attempt = begin()
    asked = list(attempt.items.values_list("question", "order"))
    item = attempt.items.first()
    unit = item.question.version.unit
    newer = QuestionVersionFactory(
        version__unit=unit,
        version__number=2,
        outcome=item.question.outcome,
        key={"right": ["b"]},
    )
    others = EditionEntry.objects.filter(edition=attempt.enrolment.edition).exclude(
        version__unit=unit
    )
    EditionFactory(
        course=attempt.enrolment.course,
        number=attempt.enrolment.edition.number + 1,
        versions=[newer.version, *(entry.version for entry in others)],
    )

    answer(attempt)

    assert list(attempt.items.values_list("question", "order")) == asked
    assert newer.pk not in {question for question, _order in asked}


@pytest.mark.parametrize("choices", [["x"], ["a", "b"], ["a", "x"]])
def test_save_refuses_choices_that_are_no_answer(choices):
    attempt = begin()

    with pytest.raises(AnswerError):
        save(attempt, 1, {"choice": choices}, 1, at=NOW)

    assert not Response.objects.exists()


@pytest.mark.parametrize(("position", "sequence"), [(99, 1), (1, 0), (1, 2**31)])
def test_save_refuses_unknown_places(position, sequence):
    with pytest.raises(AnswerError):
        save(begin(), position, {"choice": ["a"]}, sequence, at=NOW)


def test_save_repeated_or_late_changes_nothing():
    attempt = begin()
    save(attempt, 1, {"choice": ["a"]}, 3, at=NOW)

    repeated = save(attempt, 1, {"choice": ["a"]}, 3, at=NOW + MINUTE)
    older = save(attempt, 1, {"choice": ["b"]}, 2, at=NOW + MINUTE)

    assert (repeated.given, repeated.is_sent) == (["a"], True)
    assert (older.given, older.is_sent) == (["a"], False)
    assert list(Response.objects.values_list("sequence", "given", "saved_at")) == [
        (3, ["a"], NOW)
    ]


def test_the_last_answer_counts_and_none_is_an_answer_too():
    attempt = begin(bank=[{"type": "multiple"}] * 4)
    for sequence, choices in enumerate([["a"], ["b", "a"], []], start=1):
        save(attempt, 1, {"choice": choices}, sequence, at=NOW)

    item = AttemptItem.objects.with_answers().get(attempt=attempt, position=1)

    assert (item.answer, item.answer_number) == (None, 3)


def test_save_counts_shortly_after_the_end_and_no_longer():
    attempt = begin()

    save(attempt, 1, {"choice": ["a"]}, 1, at=attempt.ends_at + timedelta(seconds=4))
    with pytest.raises(AttemptClosedError):
        save(
            attempt, 1, {"choice": ["b"]}, 2, at=attempt.ends_at + timedelta(seconds=5)
        )

    assert Response.objects.get().given == ["a"]


def test_flag_is_set_and_taken_away():
    attempt = begin()

    save(attempt, 2, {}, 1, at=NOW, flagged=True)
    save(attempt, 2, {}, 1, at=NOW, flagged=True)
    assert attempt.items.get(flagged=True).position == 2
    save(attempt, 2, {}, 1, at=NOW, flagged=False)
    assert not attempt.items.filter(flagged=True).exists()


def test_take_over_moves_the_attempt_and_keeps_its_answers():
    attempt = begin()
    user = attempt.enrolment.learner.user
    save(attempt, 1, {"choice": ["a"]}, 1, at=NOW)

    moved = attempt_start.move_attempt_to_window(attempt, at=NOW, by=user)

    assert Attempt.objects.get().hold == moved.hold != attempt.hold
    assert Response.objects.count() == 1
    assert Entry.objects.filter(action="assessment.attempt_moved").count() == 1


def test_an_attempt_is_seen_by_its_learner_alone():
    attempt, other = begin(), exam_enrolment()

    assert list(Attempt.objects.visible_to(attempt.enrolment.learner.user)) == [attempt]
    assert not Attempt.objects.visible_to(other.learner.user).exists()


def test_an_attempt_is_never_deleted():
    with pytest.raises(AuditError):
        begin().delete()


def test_starting_takes_the_same_queries_for_any_bank():
    begin()  # what is told for the first time ever takes more
    counts = []
    for size in (4, 12):
        enrolment = exam_enrolment(edition=edition_with_exam([{}] * size))
        with CaptureQueriesContext(connection) as queries:
            start(enrolment)
        counts.append(len(queries))
    assert counts[0] == counts[1]
