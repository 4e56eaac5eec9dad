"""Attempts that wait for the marks of people."""

from datetime import timedelta

from courses.assessment.marks import attempt_marking
from tests.factories.assessment import NOW
from tests.factories.open_answers import written

LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)


def handed_in(**facts):
    """An attempt with an open answer that waits for its marks."""
    attempt = written(**facts)
    return attempt_marking.mark_attempt(
        attempt, at=LATER, by=attempt.enrolment.learner.user
    )


def verb(statement):
    return statement["verb"]["id"].rpartition("/")[2]
