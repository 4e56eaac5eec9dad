"""Pagination by limit and offset."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema

#: The maximum number of rows in one response.
MOST = 200
#: The maximum offset; larger numbers overflow in the database.
_FURTHEST = 10_000_000


class PageParameters(Schema):
    """The requested part of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    offset: Annotated[int, Field(ge=0, le=_FURTHEST)] = 0

    def part[Rows: QuerySet[Any]](self, rows: Rows) -> Rows:
        """Return the requested part of ``rows``, which must be ordered."""
        return rows[self.offset : self.offset + self.limit]


class ResultPage[Item](Schema):
    """One part of a list, and the length of the whole."""

    count: int
    items: list[Item]
