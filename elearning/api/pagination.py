"""Parts of long lists: so many rows from so far down, and how many there are."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema

#: Rows in one answer at most.
MOST = 200
#: So far down no list goes; a database takes no number without end.
_FURTHEST = 10_000_000


class PageParameters(Schema):
    """Which part of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0, le=_FURTHEST)] = 0

    def part[Rows: QuerySet[Any]](self, rows: Rows) -> Rows:
        """Return the part of ``rows``, which have an order."""
        return rows[self.offset : self.offset + self.limit]


class ResultPage[Item](Schema):
    """A part of a list, and how long the whole is."""

    count: int
    items: list[Item]
