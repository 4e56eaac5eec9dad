"""Parsing of URL queries of the desk into report selections.

The desk parses its own URLs and registers the parser, so that a report saved today
supports the filters of tomorrow.
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
    """Use ``reader`` for URL queries; it raises ``ReportError`` for those it cannot parse."""
    _readers[:] = [reader]


def parse_selection(query: str, user: "User", on: date) -> ReportSelection:
    """Return the selection of ``query`` on ``on``, within the user’s remit of today.

    Raises ``ReportError`` if it names something that no longer exists or is no longer
    in the remit: a list without one of its filters would reveal more than was
    requested.
    """
    address = QueryDict(query, mutable=True)
    address["on"] = on.isoformat()
    (reader,) = _readers
    selection = reader(address, user)
    if not selection.places:
        raise ReportError(
            _("No part of the service is in your remit any more. Ask an administrator.")
        )
    return selection
