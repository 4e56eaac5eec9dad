"""Exports of reports; the file and the audit log say who exported it, why and when."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.reporting import report_contents, report_pdf
from courses.reporting.report_selection import ReportSelection
from courses.reporting.spreadsheets import (
    Cell,
    ReportSheet,
    iter_csv_pieces,
    write_xlsx,
)
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from uuid import UUID

_TOLD_EVERY = 1000  # rows


class ExportFormat(models.TextChoices):
    """File formats."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    PDF = "pdf", gettext_lazy("PDF, to print")


@dataclass(frozen=True)
class ReportExport:
    """An export: the selection, its content, format, purpose and moment."""

    selection: ReportSelection
    content: str
    kind: str
    purpose: str
    at: datetime

    @property
    def name(self) -> str:
        """The file name, without names of people."""
        return f"compliance-{self.content}-{self.selection.on:%Y-%m-%d}.{self.kind}"

    def sheet(self, named: report_contents.Named) -> ReportSheet:
        """Return the sheet, headed by who exported it, why, when, and as of which day.

        ``named`` is called with the people in it, as in
        ``report_contents.build_report_sheet``.
        """
        head: list[tuple[str, Cell]] = [
            (_("Exported by"), self.selection.user.staff_number),
            (_("Purpose"), self.purpose),
            (_("Exported at"), date_format(localtime(self.at), "DATETIME_FORMAT")),
            (_("As of"), self.selection.on),
        ]
        is_printed = self.kind == ExportFormat.PDF
        return report_contents.build_report_sheet(
            self.content, self.selection, head, is_printed=is_printed, named=named
        )

    def note(self, people: "NamedPeople | None" = None, **details: Any) -> int:
        """Record the export in the audit log; return the number of the entry.

        The record of each of ``people`` shows it too.
        """
        with transaction.atomic():
            entry = audit_log.record_action(
                "compliance.exported",
                by=self.selection.user,
                reason=self.purpose,
                content=self.content,
                kind=self.kind,
                **self.selection.facts(),
                **details,
            )
            self.tell(people or ())
        return entry.pk

    def tell(self, people: Iterable[StaffMember]) -> None:
        """Record for each of ``people``, in their own record, that a file names them."""
        audit_log.record_action_for_each(
            "compliance.person_exported",
            by=self.selection.user,
            about=((person, person.key) for person in people),
            reason=self.purpose,
        )


class NamedPeople:
    """The people named in an unfinished file; only keys are held in memory."""

    def __init__(self) -> None:
        self._keys: dict[int, UUID] = {}

    def add(self, people: Iterable[StaffMember]) -> None:
        self._keys.update((person.pk, person.key) for person in people)

    def __iter__(self) -> Iterator[StaffMember]:
        return (StaffMember(pk=pk, key=key) for pk, key in self._keys.items())


class CountedRows:
    """Rows that are counted while read; ``tell`` is called with the count now and then."""

    def __init__(
        self, rows: Iterable[Sequence[Cell]], tell: Callable[[int], None] | None = None
    ) -> None:
        self.number = 0
        self.is_whole = False
        self._rows = rows
        self._tell = tell

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            yield row
            self.number += 1
            if self._tell is not None and self.number % _TOLD_EVERY == 0:
                self._tell(self.number)
        self.is_whole = True


def stream_csv(taking: ReportExport) -> Iterator[str]:
    """Record the start of a CSV export; return its pieces, generated while they are sent.

    The people named in a piece find the export in their record before the piece is
    sent. After the last piece, or when the client disconnects, a second entry has the
    number of rows sent and whether they are all.
    """
    return _sent(taking, taking.sheet(named=taking.tell), taking.note())


def write_report(
    taking: ReportExport,
    file: IO[bytes],
    *,
    most: int | None = None,
    tell: Callable[[int], None] | None = None,
) -> tuple[int, NamedPeople]:
    """Write a whole report into ``file``; return the number of rows and the people named.

    The caller records the export in the audit log. Raises ``TooManyLinesError`` above
    ``most`` rows, and ``ReportError`` if it cannot be printed.
    """
    people = NamedPeople()
    sheet = taking.sheet(named=people.add)
    counted = CountedRows(sheet.rows, tell)
    sheet = replace(sheet, rows=counted)
    if taking.kind == ExportFormat.XLSX:
        write_xlsx(sheet, file, most)
    elif taking.kind == ExportFormat.PDF:
        file.write(report_pdf.render_sheet(sheet, taking.at))
    else:
        for piece in iter_csv_pieces(sheet):
            file.write(piece.encode())
    return counted.number, people


def _sent(taking: ReportExport, sheet: ReportSheet, began: int) -> Iterator[str]:
    counted = CountedRows(sheet.rows)
    try:
        yield from iter_csv_pieces(replace(sheet, rows=counted))
    finally:
        audit_log.record_action(
            "compliance.export_ended",
            by=taking.selection.user,
            reason=taking.purpose,
            began=began,
            rows=counted.number,
            whole=counted.is_whole,
        )
