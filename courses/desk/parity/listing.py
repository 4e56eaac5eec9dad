"""The lines of the table of languages, and the same as a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.desk.parity.states import State
from courses.desk.spreadsheets import Cell as SheetCell
from courses.desk.spreadsheets import Sheet
from courses.models import SubmittedTranslation, Unit, UnitText
from elearning.accounts.models import User
from elearning.languages import OWN_NAMES, pick

#: The states of the interface whose shape says the same.
LOOKS = {
    State.MISSING: "missing",
    State.OUTDATED: "outdated",
    State.REVIEW: "in-review",
    State.EQUAL: "completed",
}


@dataclass(frozen=True)
class Cell:
    """One language of a unit; ``behind`` segments are to be translated, if known."""

    language: str
    state: State
    behind: int = 0

    @property
    def look(self) -> str:
        return LOOKS[self.state]

    @property
    def detail(self) -> str:
        """The number of segments, in brackets."""
        return f"({self.behind})" if self.behind else ""

    @property
    def words(self) -> str:
        """The state in words, with the number of segments."""
        return f"{self.state.label} {self.detail}".strip()


@dataclass(frozen=True)
class Line:
    """One page or question, and how each language of it stands."""

    unit: Unit
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class _Text:
    title: str
    behind: int | None
    round: int


def lines(units: Any, asked: tuple[str, ...]) -> list[Line]:
    """Return a line for each of ``units``, in their order; three queries."""
    rows = list(units.select_related("course"))
    texts: dict[int, dict[str, _Text]] = {}
    told = UnitText.objects.filter(version__in=units.values("newest")).values_list(
        "version__unit", "language", "title", "behind", "round"
    )
    for unit, language, title, behind, number in told:
        texts.setdefault(unit, {})[language] = _Text(title, behind, number)
    waiting = set(
        SubmittedTranslation.objects.waiting()
        .filter(unit__in=units.values("pk"))
        .values_list("unit", "language")
    )
    return [
        Line(
            unit,
            pick(texts[unit.pk])[0].title,
            tuple(
                _cell(texts[unit.pk], language, waits=(unit.pk, language) in waiting)
                for language in asked
            ),
        )
        for unit in rows
    ]


def sheet(units: Any, asked: tuple[str, ...], *, by: User) -> Sheet:
    """Return all of ``units`` as a sheet that says who took it and when."""
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
    return Sheet(_("Languages"), head, columns, _rows(lines(units, asked)))


def _rows(listed: list[Line]) -> Iterator[list[SheetCell]]:
    for line in listed:
        unit = line.unit
        facts = [unit.course.code, unit.get_kind_display(), unit.slug, line.title]
        yield [*facts, *(cell.words for cell in line.cells)]


def _cell(texts: dict[str, _Text], language: str, *, waits: bool) -> Cell:
    found = texts.get(language)
    behind = (found.behind or 0) if found else 0
    if waits:
        return Cell(language, State.REVIEW, behind)
    if found is None:
        return Cell(language, State.MISSING)
    newest = max(text.round for text in texts.values())
    lags = found.round < newest if found.behind is None else found.behind > 0
    return Cell(language, State.OUTDATED if lags else State.EQUAL, behind)
