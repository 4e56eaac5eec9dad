"""What the exam room does at news from the course office."""

from datetime import datetime
from typing import Any

from courses.assessment.attempts import rereading
from courses.assessment.papers.versions import carry_over
from courses.models import Enrolment, Unit, UnitVersion
from courses.signals import language_confirmed, unit_finished_again


def connect() -> None:
    """Listen to confirmed languages, and to lessons that are read again."""
    language_confirmed.connect(_carry_over)
    unit_finished_again.connect(_note_rereading)


def _carry_over(
    sender: Any, before: UnitVersion, after: UnitVersion, **kwargs: Any
) -> None:
    carry_over(before, after)


def _note_rereading(
    sender: Any, enrolment: Enrolment, unit: Unit, at: datetime, **kwargs: Any
) -> None:
    rereading.note(enrolment, unit, at=at)
