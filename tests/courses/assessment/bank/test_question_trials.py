"""What a trial has shown, and the exception that lets a question count without."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from courses.assessment.bank import question_states, question_trials
from courses.assessment.bank.question_trials import QuestionTrial
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import QuestionState
from courses.models import Unit
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
    put_in_state,
)

LATER = NOW + timedelta(minutes=10)
BLUNT = "It does not tell those who know a lot from those who know little"
#: Thirty attempts: who knows more gets it right.
SOUND = [(1.0, 0.9)] * 18 + [(0.0, 0.4)] * 12


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([], "It was asked in 0 marked attempts. Wait until there are 30."),
        (SOUND[:1], "It was asked in 1 marked attempt. Wait until there are 30."),
        (SOUND[1:], "It was asked in 29 marked attempts. Wait until there are 30."),
        (
            [(1.0, 0.9)] * 28 + [(0.0, 0.4)] * 2,
            "Candidates get 93% of its marks; the target is 30 to 90%.",
        ),
        (
            [(1.0, 0.4)] * 18 + [(0.0, 0.9)] * 12,
            f"{BLUNT}: −1.00, when at least 0.20 is needed.",
        ),
        (
            [(1.0, 0.8)] * 18 + [(0.0, 0.8)] * 12,
            f"{BLUNT}: —, when at least 0.20 is needed.",
        ),
    ],
)
def test_trial_that_has_not_shown_enough_says_what_is_missing(pairs, sentence):
    assert QuestionTrial(pairs).lacks() == [sentence]


def test_sound_trial_lacks_nothing():
    trial = QuestionTrial(SOUND)

    assert (trial.facility, round(trial.discrimination, 6)) == (Fraction(3, 5), 1)
    assert trial.lacks() == []


def in_trial():
    edition = edition_with_exam([{}] * 5)
    unit = Unit.objects.filter(course=edition.course, kind="question").first()
    put_in_state(unit, QuestionState.TRIAL, reason="Сынақ")
    return unit, edition


def make_live(unit, **how):
    return put_in_state(
        unit,
        QuestionState.LIVE,
        reason="Басқа қорда сыналған",
        by=UserFactory(),
        at=LATER,
        **how,
    )


@pytest.mark.django_db
def test_only_marked_attempts_that_tried_it_out_count():
    unit, edition = in_trial()
    begin(exam_enrolment(edition=edition))
    attempt = begin(exam_enrolment(edition=edition))
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=LATER)

    assert question_trials.build_question_trial(unit) == QuestionTrial([(1.0, 1.0)])


@pytest.mark.django_db
@pytest.mark.parametrize("detour", [None, QuestionState.RETIRED])
def test_untested_question_becomes_live_by_an_exception_alone(detour):
    unit, _edition = in_trial()
    if detour:
        put_in_state(unit, detour, reason="Аралық")

    with pytest.raises(QuestionBankError, match="0 marked attempts"):
        make_live(unit)
    fact = make_live(unit, exception=True)

    assert fact.is_exception
    assert question_states.get_question_state(unit) == QuestionState.LIVE
    entries = Entry.objects.filter(action="assessment.question_state_confirmed")
    assert entries.latest("pk").details["exception"] is True


@pytest.mark.django_db
def test_question_that_was_never_in_trial_needs_no_exception():
    edition = edition_with_exam([{}] * 5)
    unit = Unit.objects.filter(course=edition.course, kind="question").first()
    put_in_state(unit, QuestionState.RETIRED, reason="Ескірді")

    assert not make_live(unit).is_exception
