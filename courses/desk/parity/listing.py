"""The lines of the table of languages, and the same as a sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.desk.parity.lines import Line, Text, cell_of
from courses.models import SubmittedTranslation, UnitText
from courses.reporting.spreadsheets import Cell as SheetCell
from courses.reporting.spreadsheets import Sheet
from elearning.accounts.models import User
from elearning.languages import OWN_NAMES, pick


def lines(units: Any, asked: tuple[str, ...]) -> list[Line]:
    """Return a line for each of ``units``, in their order; three queries."""
    rows = list(units.select_related("course"))
    texts: dict[int, dict[str, Text]] = {}
    titles: dict[int, dict[str, str]] = {}
    told = UnitText.objects.filter(version__in=units.values("newest")).values_list(
        "version__unit", "language", "title", "behind", "round"
    )
    for unit, language, title, behind, number in told:
        texts.setdefault(unit, {})[language] = Text(behind, number)
        titles.setdefault(unit, {})[language] = title
    waiting = set(
        SubmittedTranslation.objects.waiting()
        .filter(unit__in=units.values("pk"))
        .values_list("unit", "language")
    )
    return [
        Line(
            title=pick(titles[unit.pk])[0],
            code=unit.course.code,
            kind=unit.get_kind_display(),
            slug=unit.slug,
            cells=tuple(
                cell_of(texts[unit.pk], language, waits=(unit.pk, language) in waiting)
                for language in asked
            ),
            unit=unit,
        )
        for unit in rows
    ]


@dataclass(frozen=True)
class Table:
    """Units as a query and guidelines as lines, one after the other, in pages of lines."""

    units: Any
    guidelines: list[Line]
    asked: tuple[str, ...]

    def count(self) -> int:
        """Return the number of lines; one query."""
        return self._units + len(self.guidelines)

    def __getitem__(self, part: slice) -> list[Line]:
        """Return the lines of one page."""
        first, last = part.start or 0, part.stop
        found = lines(self.units[first:last], self.asked) if first < self._units else []
        start, stop = (max(0, at - self._units) for at in (first, last))
        return found + self.guidelines[start:stop]

    @cached_property
    def _units(self) -> int:
        return int(self.units.count())


def sheet(
    units: Any, asked: tuple[str, ...], guidelines: Iterable[Line] = (), *, by: User
) -> Sheet:
    """Return all of ``units`` and ``guidelines`` as a sheet that says who took it and when."""
    now = timezone.localtime()
    head: list[tuple[str, SheetCell]] = [
        (_("Exported by"), by.staff_number),
        (_("Exported at"), date_format(now, "DATETIME_FORMAT")),
    ]
    names = [OWN_NAMES[language] for language in asked]
    columns = [
        _("Course"),
        _("Kind"),
        pgettext("of a page", "Address"),
        _("Title"),
        *names,
    ]
    return Sheet(
        _("Languages"), head, columns, _rows([*lines(units, asked), *guidelines])
    )


def _rows(listed: list[Line]) -> Iterator[list[SheetCell]]:
    for line in listed:
        facts = [line.code, line.kind, line.slug, line.title]
        yield [*facts, *(cell.words for cell in line.cells)]
