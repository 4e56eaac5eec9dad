"""Exceptions from the two-language rule, as rows of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.access import get_release_url
from courses.models import LanguageException, UnitVersion
from courses.release import language_exceptions
from courses.release.releasables import resolve_releasables

#: The look (a state of the interface) and the name of each state.
_LOOKS: dict[str, tuple[str, Promise]] = {
    "waiting": ("awaiting", _("Waiting for a second person")),
    "signed": ("valid", _("In force")),
    "declined": ("not-passed", _("Declined")),
    "fallen": ("expired", _("Lapsed")),
}


@dataclass(frozen=True)
class LanguageExceptionRow:
    """An exception, the titles of its parts, its state, and a link to the release."""

    exception: LanguageException
    titles: list[str]
    look: str
    words: Promise
    url: str

    @property
    def is_waiting(self) -> bool:
        return self.look == "awaiting"


def list_exception_rows(
    exceptions: Iterable[LanguageException], today: date
) -> list[LanguageExceptionRow]:
    """Return ``exceptions`` as rows; four queries for any number.

    ``url`` leads to the release. A guideline is listed as a whole, a course by its
    units.
    """
    rows = list(exceptions)
    units = {unit.pk for row in rows for unit in row.units.all()}
    newest = UnitVersion.objects.filter(unit__in=units).newest()
    titles = {one.unit_id: one.title for one in newest.prefetch_related("texts")}
    subjects = resolve_releasables(rows)
    return [
        LanguageExceptionRow(
            row,
            [titles.get(unit.pk, unit.slug) for unit in row.units.all()]
            or ([] if row.course else [subjects[row.code].row.title]),
            *_LOOKS[row.state(today)],
            get_release_url(subjects[row.code].row),
        )
        for row in rows
    ]


def list_open_exception_rows(
    thing: models.Model, today: date
) -> list[LanguageExceptionRow]:
    """Return the exceptions of a course or guideline that are in force or waiting."""
    asked = language_exceptions.list_language_exceptions(thing).select_related(
        "course", "by", "word__by"
    )
    standing = asked.in_force(today) | asked.waiting(today)
    return list_exception_rows(standing.prefetch_related("units"), today)
