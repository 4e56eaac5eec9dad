"""Reasons why an exam cannot start yet."""

from dataclasses import dataclass
from datetime import datetime

from courses.models import Unit


@dataclass(frozen=True)
class StartRefusal:
    """One reason: a whole sentence, and what helps.

    ``code`` is ``ended``, ``lessons``, ``attempts``, ``waiting``, ``reading``,
    ``marking``, ``window``, ``code`` or ``unready``; ``units`` are the lessons to
    finish or to read again, in order; ``until`` is when the exam opens again.
    """

    code: str
    text: str
    units: tuple[Unit, ...] = ()
    until: datetime | None = None
