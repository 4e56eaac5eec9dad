"""What the exam room does at news from the course office."""

from datetime import datetime
from typing import Any

from courses.assessment.attempts import reread_lessons
from courses.assessment.bank import stale_questions
from courses.assessment.papers.published_questions import copy_to_version
from courses.models import Enrolment, Unit, UnitVersion
from courses.provisions.models import DocumentEdition
from courses.provisions.signals import document_released
from courses.signals import language_confirmed, unit_finished_again


def connect_assessment_signals() -> None:
    """Listen to confirmed languages, lessons read again, and new editions of guidelines."""
    language_confirmed.connect(_carry_over)
    unit_finished_again.connect(_note_rereading)
    document_released.connect(_take_out)


def _carry_over(
    sender: Any, before: UnitVersion, after: UnitVersion, **kwargs: Any
) -> None:
    copy_to_version(before, after)


def _note_rereading(
    sender: Any, enrolment: Enrolment, unit: Unit, at: datetime, **kwargs: Any
) -> None:
    reread_lessons.record_rereading(enrolment, unit, at=at)


def _take_out(sender: Any, edition: DocumentEdition, **kwargs: Any) -> None:
    stale_questions.withdraw_stale_questions(edition)
