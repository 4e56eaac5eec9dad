"""Attempts at a question whose key is wrong, and corrections of it."""

from datetime import timedelta

from courses.assessment.corrections import key_corrections
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from tests.factories.assessment import NOW, answer, begin, exam_enrolment, save

LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)
THEN = NOW + 5 * DAY


def sat(edition, question, chosen, *, others_wrong=0, at=NOW):
    """A marked attempt with ``chosen`` given to ``question``, and so many others wrong."""
    attempt = begin(exam_enrolment(edition=edition), at=at)
    mine = attempt.items.get(question=question)
    rest = [item.position for item in attempt.items.exclude(pk=mine.pk)]
    answer(attempt, wrong=set(rest[:others_wrong]))
    if chosen != "a":
        sent = {"choice": [chosen] if chosen else []}
        save(attempt, mine.position, sent, 2, at=at + timedelta(minutes=2))
    return attempt_marking.mark_attempt(attempt, at=at + timedelta(minutes=10))


def corrected(question, effect, given=None, *, trainer, reviewer):
    """A correction that a second person has confirmed."""
    draft = key_corrections.draft_correction(question, effect, given=given)
    kept = key_corrections.propose_correction(
        draft, reason="Кілт қате", by=trainer, at=THEN
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Дұрыс", by=reviewer, at=THEN
    )
    return kept


def verdict(attempt):
    found = Attempt.objects.with_verdict().get(pk=attempt.pk).verdict
    assert found == Attempt.objects.get(pk=attempt.pk).verdict
    return (found.score, found.passed, found.is_regraded)
