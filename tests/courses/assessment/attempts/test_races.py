"""Several requests at the same moment: one attempt, one result, no lost answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from courses.assessment.attempts import allowing, granting, sitting, timing
from courses.assessment.corrections import correcting, regrading
from courses.assessment.errors import (
    AnswerError,
    BankError,
    ClosedError,
    GrantError,
    MarkError,
)
from courses.assessment.marks import marking, moderating
from courses.assessment.models import (
    Allowance,
    Attempt,
    CorrectionDecision,
    FurtherAttempt,
    KeyCorrection,
    OpenMark,
    QuestionVersion,
    Regrading,
    Response,
    SetAside,
)
from courses.assessment.signals import attempt_marked
from courses.assessment.sittings import codes
from courses.models import Enrolment
from courses.signals import enrolment_completed
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    answer,
    begin,
    exam_enrolment,
    invigilator_at,
    save,
)
from tests.factories.kinds import QUESTIONS
from tests.factories.open_answers import marked, open_item, trainer, written
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=10)
THREADS = 6


def race(act, threads=THREADS):
    """Call ``act`` with 0, 1, 2 … in threads that set off together."""
    barrier = Barrier(threads)

    def run(number):
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def test_raced_starts_begin_one_attempt():
    enrolment = exam_enrolment()

    attempts = race(
        lambda _number: sitting.start(
            enrolment, at=NOW, by=enrolment.learner.user, language="kk"
        )
    )

    assert set(attempts) == {Attempt.objects.get()}
    assert Attempt.objects.get().items.count() == 4


def test_raced_steps_of_a_scenario_take_one_way():
    body, key = QUESTIONS["branching"]
    attempt = begin(
        bank=[{"type": "branching", "body": body, "key": key}], paper={"questions": 1}
    )

    def step(number):
        try:
            save(attempt, 1, {"pick": "abc"[number % 3]}, number + 1, at=LATER)
        except AnswerError:
            return False
        return True

    taken = race(step)

    paths = Response.objects.values_list("given", flat=True)
    assert any(taken)
    assert len({str(path) for path in paths}) == 1


def test_fifty_hand_ins_at_once_mark_once():
    attempt = begin()
    answer(attempt)
    news = []

    def hear(signal):
        def listen(**_):
            news.append(signal)

        return listen

    marked, completed = hear("marked"), hear("completed")
    attempt_marked.connect(marked)
    enrolment_completed.connect(completed)
    try:
        results = race(
            lambda number: marking.mark(
                attempt,
                at=LATER,
                ended_by=Attempt.EndedBy.values[number % 2],
            ),
            threads=50,
        )
    finally:
        attempt_marked.disconnect(marked)
        enrolment_completed.disconnect(completed)

    assert {result.passed for result in results} == {True}
    assert len({result.ended_by for result in results}) == 1
    assert news == ["marked", "completed"]
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


def test_raced_saves_keep_the_last_answer():
    attempt = begin()

    race(
        lambda number: save(
            attempt, 1, {"choice": ["abcd"[number % 4]]}, number + 1, at=LATER
        )
    )

    last = Response.objects.order_by("sequence").last()
    assert (last.sequence, last.given) == (THREADS, ["abcd"[(THREADS - 1) % 4]])


def test_the_same_save_sent_at_once_is_kept_once():
    attempt = begin()

    race(lambda _number: save(attempt, 1, {"choice": ["a"]}, 1, at=LATER))

    assert Response.objects.count() == 1


def test_an_answer_raced_with_hand_in_is_marked_or_refused():
    attempt = begin()

    def act(number):
        if number == 0:
            return marking.mark(attempt, at=LATER)
        try:
            return save(attempt, 1, {"choice": ["a"]}, number, at=LATER)
        except ClosedError:
            return None

    race(act)

    item = attempt.items.get(position=1)
    assert item.mark == int(item.responses.exists())


def test_minutes_given_at_once_by_several_are_given_once():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(_number):
        try:
            return given(attempt, seen)
        except GrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert Allowance.objects.count() == 1
    assert attempt.ends_at == seen + timedelta(minutes=10)


def test_minutes_raced_with_hand_in_are_given_or_refused():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(number):
        if number % 2:
            return marking.mark(attempt, at=LATER)
        try:
            return given(attempt, seen)
        except GrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert attempt.handed_in_at == LATER
    assert attempt.ends_at == seen + timedelta(minutes=10) * Allowance.objects.count()


def test_minutes_raced_with_the_clock_leave_the_attempt_open_or_ended_whole():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(number):
        if number % 2:
            return timing.mark_overdue(seen + timedelta(seconds=6))
        try:
            return given(attempt, seen, at=seen - timedelta(seconds=1))
        except GrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    was_given = Allowance.objects.exists()
    assert attempt.is_open == was_given
    assert attempt.ends_at == seen + timedelta(minutes=10) * was_given


def test_a_further_attempt_is_granted_once_by_several_trainers():
    attempt = begin(exam_enrolment(paper={"attempts": 1, "waiting_hours": []}))
    marking.mark(attempt, at=LATER)
    trainers = [UserFactory() for _number in range(THREADS)]

    def act(number):
        try:
            return granting.grant_further_attempt(
                attempt.enrolment,
                spoken_on=LATER.date(),
                reason="Әңгіме",
                by=trainers[number],
                at=LATER,
            )
        except GrantError:
            return None

    granted = [one for one in race(act) if one]

    assert granted == [FurtherAttempt.objects.get()]


def test_a_further_attempt_raced_with_hand_in_follows_a_marked_attempt():
    attempt = begin(exam_enrolment(paper={"attempts": 1, "waiting_hours": []}))
    trainer = UserFactory()

    def act(number):
        if number == 0:
            return marking.mark(attempt, at=LATER)
        try:
            return granting.grant_further_attempt(
                attempt.enrolment,
                spoken_on=LATER.date(),
                reason="Әңгіме",
                by=trainer,
                at=LATER,
            )
        except GrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert not attempt.is_open
    assert FurtherAttempt.objects.count() <= 1


def test_an_answer_marked_by_several_at_once_has_one_mark():
    attempt = waiting()
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, by=trainers[number])
        except MarkError:
            return None

    kept = [one for one in race(act) if one]

    attempt.refresh_from_db()
    assert kept == [OpenMark.objects.get()]
    assert attempt.passed
    assert Entry.objects.filter(action="assessment.attempt_marked").count() == 1
    assert Enrolment.objects.get().completed_at == LATER


def test_two_markers_at_once_give_their_mean():
    attempt = waiting(markers=2)
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, 2, number % 2 + 1, by=trainers[number])
        except MarkError:
            return None

    assert sum(one is not None for one in race(act)) == 2
    attempt.refresh_from_db()
    assert attempt.is_marked
    points = sum(OpenMark.objects.values_list("points", flat=True))
    assert attempt.score == attempt.items.get().mark
    assert float(attempt.score) == points / 8


def test_several_who_decide_at_once_decide_once():
    attempt = waiting(markers=2)
    marked(attempt, 2, 2)
    marked(attempt, 0, 0)
    trainers = [trainer() for _number in range(THREADS)]

    def act(number):
        try:
            return marked(attempt, 1, number % 3, by=trainers[number], decides=True)
        except MarkError:
            return None

    (decision,) = [one for one in race(act) if one]

    assert float(attempt.items.get().mark) == decision.points / 4


def test_a_mark_raced_with_setting_aside_is_kept_or_refused():
    attempt = waiting()
    one, other = trainer(), trainer()

    def act(number):
        try:
            if number % 2:
                return marked(attempt, by=one)
            return moderating.set_aside(
                open_item(attempt), reason="Тегі", by=other, at=LATER
            )
        except MarkError:
            return None

    assert sum(kept is not None for kept in race(act)) >= 1
    attempt.refresh_from_db()
    assert attempt.is_marked == OpenMark.objects.exists()
    assert attempt.is_waiting or not SetAside.objects.exists()


def test_raced_hand_ins_of_own_words_wait_once():
    attempt = written()

    results = race(lambda _number: marking.mark(attempt, at=LATER))

    assert {result.is_waiting for result in results} == {True}
    assert Entry.objects.filter(action="assessment.attempt_handed_in").count() == 1


def waiting(**facts):
    """An attempt with an open answer that was handed in."""
    return marking.mark(written(**facts), at=LATER)


def written_in_a_sitting():
    """An attempt in a sitting with an invigilator."""
    enrolment = exam_enrolment()
    held = AppointmentFactory(staff_member=enrolment.learner)
    here = SittingFactory(
        course=enrolment.course,
        establishment=held.establishment,
        invigilator=invigilator_at(held.establishment),
    )
    return sitting.start(
        enrolment,
        at=NOW,
        by=enrolment.learner.user,
        language="kk",
        code=codes.code_of(here),
    )


def given(attempt, seen, at=LATER):
    return allowing.grant_minutes(
        attempt,
        10,
        reason="Желі",
        seen=seen,
        by=attempt.sitting.invigilator,
        at=at,
    )


def refused(act):
    """Do it, or say that it was refused."""
    try:
        return act()
    except BankError:
        return None


def wrong_key(attempts):
    """Marked attempts with one question wrong beside another one, and that question."""
    enrolment = exam_enrolment()
    question = QuestionVersion.objects.order_by("pk").last()
    for number in range(attempts):
        one = enrolment if number == 0 else exam_enrolment(edition=enrolment.edition)
        attempt = begin(one)
        mine = attempt.items.get(question=question).position
        other = attempt.items.exclude(question=question).first().position
        answer(attempt, wrong={mine, other})
        marking.mark(attempt, at=LATER)
    return question


def test_raced_proposals_keep_one():
    question = wrong_key(1)

    kept = race(
        lambda _number: refused(
            lambda: correcting.propose(
                correcting.draft(question, "full"),
                reason="Себеп",
                by=UserFactory(),
                at=LATER,
            )
        )
    )

    assert [one for one in kept if one] == [KeyCorrection.objects.get()]


def test_raced_decisions_keep_one():
    draft = correcting.draft(wrong_key(1), "full")
    kept = correcting.propose(draft, reason="Себеп", by=UserFactory(), at=LATER)
    deciders = [UserFactory() for _number in range(THREADS)]

    found = race(
        lambda number: refused(
            lambda: correcting.decide(
                kept,
                confirmed=number % 2 == 0,
                reason="Иә",
                by=deciders[number],
                at=LATER,
            )
        )
    )

    assert [one for one in found if one] == [CorrectionDecision.objects.get()]


def test_raced_workers_regrade_each_attempt_once():
    draft = correcting.draft(wrong_key(3), "full")
    kept = correcting.propose(draft, reason="Себеп", by=UserFactory(), at=LATER)
    correcting.decide(kept, confirmed=True, reason="Иә", by=UserFactory(), at=LATER)

    found = race(lambda _number: regrading.apply_due(LATER))

    assert sum(found) == 3
    assert Regrading.objects.count() == 3
    assert all(one.verdict.passed for one in Attempt.objects.all())


def test_hand_in_at_the_moment_of_the_decision_is_counted_by_the_new_key():
    question = wrong_key(1)
    attempt = begin(exam_enrolment(edition=Attempt.objects.get().enrolment.edition))
    answer(attempt, wrong={attempt.items.get(question=question).position})
    draft = correcting.draft(question, "full")
    kept = correcting.propose(draft, reason="Себеп", by=UserFactory(), at=LATER)
    decider = UserFactory()

    def act(number):
        if number == 0:
            correcting.decide(kept, confirmed=True, reason="Иә", by=decider, at=LATER)
        elif number == 1:
            marking.mark(attempt, at=LATER)

    race(act)
    regrading.apply_due(LATER)

    assert Attempt.objects.get(pk=attempt.pk).verdict.score == 1
