"""How the address of a report is kept, and read again later."""

from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from courses.desk.selecting import StandingFilter, select
from courses.reporting.errors import ReportError
from courses.reporting.selecting import Selection
from elearning.accounts.models import User


def query_of(chosen: StandingFilter) -> str:
    """Return the filters that were used as an address, without the day."""
    data = chosen.data
    used = {name: data.get(name) for name in chosen.fields if name != "on"}
    return urlencode({name: value for name, value in used.items() if value})


def read(query: QueryDict, user: User) -> Selection:
    """Return what an address selects for ``user``.

    Raises ``ReportError`` where one of its filters no longer means anything to her: without
    it the list would tell of more than was asked for.
    """
    try:
        chosen, selection = select(query, user)
    except Http404 as error:
        raise ReportError(
            _(
                "The establishment of this report is not among those that you look after. "
                "Choose another one in the compliance report."
            )
        ) from error
    if chosen.errors:
        raise ReportError(
            _(
                "A filter of this report no longer exists, such as its course or position. "
                "Choose it anew in the compliance report."
            )
        )
    return selection
