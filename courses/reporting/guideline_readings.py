"""Numbers of people who have read each guideline."""

from dataclasses import dataclass

from courses.acknowledgements.reading_duties import (
    count_by_guideline,
    list_reading_duties,
)
from courses.provisions.models import Document
from courses.reporting.cell_suppression import select_withheld_cells
from courses.reporting.report_tables import ComplianceReport


@dataclass(frozen=True)
class GuidelineReading:
    """Numbers of people who have read, or have to read, a guideline; ``None`` is withheld."""

    document: Document
    done: int | None
    due: int | None
    overdue: int | None
    required: int | None


def count_guideline_readings(report: ComplianceReport) -> list[GuidelineReading]:
    """Return the guidelines that the people of ``report`` have to read, with the numbers.

    The filters by course and state are ignored.
    """
    selection = report.selection
    found = []
    for read in count_by_guideline(
        list_reading_duties(selection.people, on=selection.on)
    ):
        numbers = [read.done, read.due, read.overdue]
        kept = select_withheld_cells([numbers], [read.required] * 2)
        told = [
            None if (0, column) in kept and not report.is_open else number
            for column, number in enumerate([*numbers, read.required])
        ]
        found.append(GuidelineReading(read.document, *told))
    return found
