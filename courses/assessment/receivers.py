"""What the exam room does at news from the course office."""

from typing import Any

from courses.assessment.versions import carry_over
from courses.models import UnitVersion
from courses.signals import language_confirmed


def connect() -> None:
    """Listen to confirmed languages: the new version is the same question or paper."""
    language_confirmed.connect(_carry_over)


def _carry_over(
    sender: Any, before: UnitVersion, after: UnitVersion, **kwargs: Any
) -> None:
    carry_over(before, after)
