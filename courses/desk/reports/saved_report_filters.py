"""Filters of a saved report, stored as a query string."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from courses.desk.kit.filter_fields import StandingFilter, select_standings
from courses.reporting.errors import ReportError
from courses.reporting.report_selection import ReportSelection
from elearning.accounts.models import User


def format_report_query(chosen: StandingFilter) -> str:
    """Return the filters in use as a query string, without the day."""
    data = chosen.data
    used = {name: data.get(name) for name in chosen.fields if name != "on"}
    return urlencode({name: value for name, value in used.items() if value})


def parse_report_filter(query: str, user: User) -> StandingFilter:
    """Return the filters of a stored query, bound; lost values are errors."""
    chosen = StandingFilter(QueryDict(query), user=user)
    chosen.is_valid()
    return chosen


def describe_report_filters(chosen: StandingFilter) -> list[tuple[str, str]]:
    """Return the filters in use, each with its value in words, without the day."""
    return [
        (str(field.label or ""), _words(field, chosen.cleaned_data[name]))
        for name, field in chosen.fields.items()
        if name != "on" and chosen.cleaned_data.get(name)
    ]


def _words(field: Any, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value).strip()
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    return str(dict(field.choices).get(value, value))


def read_report_query(query: QueryDict, user: User) -> ReportSelection:
    """Return what an address selects for ``user``.

    Raises ``ReportError`` if one of its filters is no longer valid for them: without
    it, the list would show more than was asked for.
    """
    try:
        chosen, selection = select_standings(query, user)
    except Http404 as error:
        raise ReportError(
            _(
                "The establishment in this report is not in your remit. Choose "
                "another one in the compliance report."
            )
        ) from error
    if chosen.errors:
        raise ReportError(
            _(
                "A filter in this report, such as its course or position, no "
                "longer exists. Choose it again in the compliance report."
            )
        )
    return selection
