"""What an address of the desk selects, on any day, for whoever opens it.

The desk reads its addresses itself and registers how, so that a report kept today has
tomorrow's filters.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from courses.reporting.errors import ReportError
from courses.reporting.report_selection import ReportSelection

if TYPE_CHECKING:
    from elearning.accounts.models import User

Reader = Callable[[QueryDict, "User"], ReportSelection]

_readers: list[Reader] = []


def register_query_reader(reader: Reader) -> None:
    """Have addresses read by ``reader``, which raises ``ReportError`` for one it cannot."""
    _readers[:] = [reader]


def parse_selection(query: str, user: "User", on: date) -> ReportSelection:
    """Return what ``query`` selects on ``on`` among what ``user`` looks after today.

    Raises ``ReportError`` where it names what is not there, or not theirs, any more: a list
    without one of its filters would tell more than was asked for.
    """
    address = QueryDict(query, mutable=True)
    address["on"] = on.isoformat()
    (reader,) = _readers
    selection = reader(address, user)
    if not selection.places:
        raise ReportError(
            _("You look after no part of the service any more. Ask an administrator.")
        )
    return selection
