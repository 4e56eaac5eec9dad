"""Questions in trial: asked, marked, and counted for nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from courses.assessment.marks import attempt_marking
from courses.assessment.models import QuestionState
from courses.assessment.papers import question_draw
from courses.assessment.papers.question_pools import DrawCandidate
from courses.models import Unit
from courses.records.statements import extensions
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
    put_in_state,
)
from tests.factories.records import told, verbs

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)


def with_trials(number, *, bank=8, **paper):
    """A learner on a course, the first ``number`` of whose questions are in trial."""
    edition = edition_with_exam(
        [{"must_pass": n < number} for n in range(bank)], **paper
    )
    questions = Unit.objects.filter(course=edition.course, kind="question")
    for unit in questions.order_by("pk")[:number]:
        put_in_state(unit, QuestionState.TRIAL, reason="Сынақ")
    return exam_enrolment(edition=edition)


def test_no_question_is_tried_out_where_none_is_in_trial():
    assert begin(with_trials(0)).items.filter(is_scored=False).count() == 0


@pytest.mark.parametrize(
    ("in_trial", "most", "tried"), [(1, 2, 1), (4, 2, 2), (4, 0, 0)]
)
def test_attempt_tries_out_at_most_as_many_as_the_paper_says(in_trial, most, tried):
    attempt = begin(with_trials(in_trial, trials=most))

    assert attempt.items.filter(is_scored=True).count() == 4
    assert attempt.items.filter(is_scored=False).count() == tried
    unscored = attempt.items.filter(is_scored=False)
    assert all(item.question.must_pass for item in unscored)


def test_wrong_answer_to_a_question_in_trial_costs_nothing():
    attempt = begin(with_trials(2))
    tried = set(
        attempt.items.filter(is_scored=False).values_list("position", flat=True)
    )
    answer(attempt, wrong=tried)

    marked = attempt_marking.mark_attempt(attempt, at=LATER)

    assert (marked.score, marked.passed, marked.must_pass_failed) == (1, True, False)
    assert set(marked.items.filter(is_scored=False).values_list("mark", flat=True)) == {
        0
    }


def test_right_answer_to_a_question_in_trial_helps_nobody():
    attempt = begin(with_trials(2))
    wrong = attempt.items.filter(is_scored=True).values_list("position", flat=True)[:2]
    answer(attempt, wrong=set(wrong))

    marked = attempt_marking.mark_attempt(attempt, at=LATER)

    assert (marked.score, marked.passed) == (Decimal("0.5"), False)
    (outcome,) = attempt_marking.list_outcome_results(marked)
    assert (outcome.right, outcome.total, outcome.must_pass_failed) == (2, 4, False)


@pytest.mark.parametrize(("in_trial", "number"), [(0, 0), (1, 1), (4, 2)])
def test_start_page_says_how_many_are_tried_out(client, in_trial, number):
    enrolment = with_trials(in_trial)
    client.force_login(enrolment.learner.user)

    page = client.get(reverse("assessment:start", args=[enrolment.key]))

    assert page.context["tried_out"] == number
    with translation.override("en"):
        english = client.get(reverse("assessment:start", args=[enrolment.key]))
    assert ("as a trial" in english.content.decode()) == bool(number)


def test_statements_tell_trials_as_such_and_leave_them_out_of_the_result():
    attempt = begin(with_trials(2))
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=LATER)

    statements = told(attempt.enrolment)
    answered = [one for one in statements if verbs([one]) == ["answered"]]
    trials = [
        one
        for one in answered
        if one["context"]["extensions"].get(extensions.TRIAL.iri) is True
    ]
    (passed,) = [one for one in statements if verbs([one]) == ["passed"]]
    assert (len(answered), len(trials)) == (6, 2)
    assert passed["result"]["score"] == {"scaled": 1, "raw": 4, "min": 0, "max": 4}


def test_trial_stands_anywhere_among_the_others():
    asked = [DrawCandidate(pk=n, unit=n, outcome=1, must_pass=False) for n in range(4)]
    orders = {
        tuple(
            counts
            for _pk, counts in question_draw.mix_drawn_questions(asked[:3], asked[3:])
        )
        for _time in range(200)
    }

    assert len(orders) == 4
