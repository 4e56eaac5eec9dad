"""Pages and export sheet of the parity table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.desk.parity.parity_rows import ParityRow, ParityText, build_parity_cell
from courses.models import SubmittedTranslation, UnitText
from courses.reporting.spreadsheets import Cell as SheetCell
from courses.reporting.spreadsheets import ReportSheet
from elearning.accounts.models import User
from elearning.languages import OWN_NAMES, pick_text


def list_unit_rows(units: Any, asked: tuple[str, ...]) -> list[ParityRow]:
    """Return a row for each of ``units``, in their order; three queries."""
    rows = list(units.select_related("course"))
    texts: dict[int, dict[str, ParityText]] = {}
    titles: dict[int, dict[str, str]] = {}
    told = UnitText.objects.filter(version__in=units.values("newest")).values_list(
        "version__unit", "language", "title", "behind", "round"
    )
    for unit, language, title, behind, number in told:
        texts.setdefault(unit, {})[language] = ParityText(behind, number)
        titles.setdefault(unit, {})[language] = title
    waiting = set(
        SubmittedTranslation.objects.waiting()
        .filter(unit__in=units.values("pk"))
        .values_list("unit", "language")
    )
    return [
        ParityRow(
            title=pick_text(titles[unit.pk])[0],
            code=unit.course.code,
            kind=unit.get_kind_display(),
            slug=unit.slug,
            cells=tuple(
                build_parity_cell(
                    texts[unit.pk], language, waits=(unit.pk, language) in waiting
                )
                for language in asked
            ),
            unit=unit,
        )
        for unit in rows
    ]


@dataclass(frozen=True)
class ParityTable:
    """Units as a query followed by guidelines as rows, for a paginator."""

    units: Any
    guidelines: list[ParityRow]
    asked: tuple[str, ...]

    def count(self) -> int:
        """Return the number of rows; one query."""
        return self._units + len(self.guidelines)

    def __getitem__(self, part: slice) -> list[ParityRow]:
        """Return the rows of one page."""
        first, last = part.start or 0, part.stop
        found = (
            list_unit_rows(self.units[first:last], self.asked)
            if first < self._units
            else []
        )
        start, stop = (max(0, at - self._units) for at in (first, last))
        return found + self.guidelines[start:stop]

    @cached_property
    def _units(self) -> int:
        return int(self.units.count())


def build_parity_sheet(
    units: Any,
    asked: tuple[str, ...],
    guidelines: Iterable[ParityRow] = (),
    *,
    by: User,
) -> ReportSheet:
    """Return all rows as a sheet, headed by the number of ``by`` and the moment."""
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
    return ReportSheet(
        _("Languages"),
        head,
        columns,
        _rows([*list_unit_rows(units, asked), *guidelines]),
    )


def _rows(listed: list[ParityRow]) -> Iterator[list[SheetCell]]:
    for line in listed:
        facts = [line.code, line.kind, line.slug, line.title]
        yield [*facts, *(cell.words for cell in line.cells)]
