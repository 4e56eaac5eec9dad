"""What the exam room does at news from the course office."""

from datetime import datetime
from typing import Any

from courses.assessment.attempts import rereading
from courses.assessment.bank import rechecking
from courses.assessment.papers.versions import carry_over
from courses.models import Enrolment, Unit, UnitVersion
from courses.provisions.models import DocumentEdition
from courses.provisions.signals import document_released
from courses.signals import language_confirmed, unit_finished_again


def connect() -> None:
    """Listen to confirmed languages, lessons read again, and new editions of guidelines."""
    language_confirmed.connect(_carry_over)
    unit_finished_again.connect(_note_rereading)
    document_released.connect(_take_out)


def _carry_over(
    sender: Any, before: UnitVersion, after: UnitVersion, **kwargs: Any
) -> None:
    carry_over(before, after)


def _note_rereading(
    sender: Any, enrolment: Enrolment, unit: Unit, at: datetime, **kwargs: Any
) -> None:
    rereading.note(enrolment, unit, at=at)


def _take_out(sender: Any, edition: DocumentEdition, **kwargs: Any) -> None:
    rechecking.take_out(edition)
