"""Learners with something on record."""

from datetime import timedelta

from courses.assessment.marks import attempt_marking
from elearning.lrs.models import Statement
from tests.factories.assessment import NOW, answer, begin

HANDED_IN = NOW + timedelta(minutes=5)


def marked_attempt(*, wrong=(), **facts):
    """An attempt that was really sat and really marked."""
    attempt = begin(**facts)
    answer(attempt, wrong=wrong)
    return attempt_marking.mark_attempt(attempt, at=HANDED_IN)


def told(enrolment=None):
    """Every statement in the order of storing, or those of one enrolment, as JSON."""
    rows = Statement.objects.order_by("pk")
    if enrolment is not None:
        rows = rows.filter(registration=enrolment.key)
    return [row.content for row in rows]


def verbs(statements):
    """The last word of each verb, in order."""
    return [item["verb"]["id"].rsplit("/", 1)[-1] for item in statements]
