"""Why an exam cannot start yet."""

from dataclasses import dataclass
from datetime import datetime

from courses.models import Unit


@dataclass(frozen=True)
class StartRefusal:
    """One thing in the way: a whole sentence, and what helps.

    ``code`` is ``ended``, ``lessons``, ``attempts``, ``waiting``, ``reading``,
    ``marking``, ``window``, ``code`` or ``unready``; ``units`` the lessons to finish, or
    to read again, in order; ``until`` the moment from which the exam is open again.
    """

    code: str
    text: str
    units: tuple[Unit, ...] = ()
    until: datetime | None = None
