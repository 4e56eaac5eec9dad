"""Receivers for confirmed languages, rereading and document releases."""

from courses.assessment.attempts import reread_lessons
from courses.assessment.bank import stale_questions
from courses.assessment.papers.published_questions import copy_to_version
from courses.events import LanguageConfirmed, UnitFinishedAgain
from courses.provisions.events import DocumentReleased


@LanguageConfirmed.receiver
def copy_on_confirmation(event: LanguageConfirmed) -> None:
    """Copy the questions of a unit to its confirmed version."""
    copy_to_version(event.before, event.after)


@UnitFinishedAgain.receiver
def record_on_rereading(event: UnitFinishedAgain) -> None:
    """Record that a lesson was read again."""
    reread_lessons.record_rereading(event.enrolment, event.unit, at=event.at)


@DocumentReleased.receiver
def withdraw_on_release(event: DocumentReleased) -> None:
    """Withdraw the questions that rest on clauses changed by a release."""
    stale_questions.withdraw_stale_questions(event.edition)
