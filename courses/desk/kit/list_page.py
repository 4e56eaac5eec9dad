"""Shared parts of lists: pages, sortable headings, and tabs to other lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PAGE_SIZE = 50


@dataclass(frozen=True)
class Tab:
    """A link to one of several lists: whether it is open, and its number of rows."""

    url: str
    label: "str | StrPromise"
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class ColumnHeading:
    """The heading of a column; ``url``, if any, sorts by the column."""

    label: "str | StrPromise"
    url: str = ""
    is_sorted: bool = False
    is_number: bool = False
    direction: str = "ascending"


def build_sorting_heading(
    query: QueryDict,
    sort: str,
    name: str,
    label: str,
    *,
    is_number: bool = False,
    direction: str = "ascending",
) -> ColumnHeading:
    """Return a heading that sorts by ``name`` and keeps the filters of ``query``.

    ``sort`` is the column that the list is sorted by now.
    """
    changed = query.copy()
    changed.pop("page", None)
    changed["sort"] = name
    url = f"?{changed.urlencode()}"
    return ColumnHeading(label, url, name == sort, is_number, direction)


def build_tabs(family: str, parts: Iterable[tuple[Any, ...]], here: str) -> list[Tab]:
    """Return tabs to ``parts`` of a family of pages; the one named ``here`` is open.

    Each part is a name, a label and, if it is to be shown, the number of rows.
    """
    return [
        Tab(reverse(f"desk:{family}:{name}"), label, name == here, *count)
        for name, label, *count in parts
    ]


def paginate_rows(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page of ``rows`` that the address asks for, or the nearest that exists."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
