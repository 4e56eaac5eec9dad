"""Who has read which guideline, in numbers."""

from dataclasses import dataclass

from courses.acknowledging.duties import by_guideline, duties
from courses.provisions.models import Document
from courses.reporting.suppressing import withheld
from courses.reporting.tabulating import Report


@dataclass(frozen=True)
class Reading:
    """How many have read a guideline that they have to; ``None`` is withheld."""

    document: Document
    done: int | None
    due: int | None
    overdue: int | None
    required: int | None


def readings(report: Report) -> list[Reading]:
    """Return the guidelines that the people of ``report`` have to read, with the numbers.

    The filters of course and state do not count here.
    """
    selection = report.selection
    found = []
    for read in by_guideline(duties(selection.people, on=selection.on)):
        numbers = [read.done, read.due, read.overdue]
        kept = withheld([numbers], [read.required] * 2)
        told = [
            None if (0, column) in kept and not report.is_open else number
            for column, number in enumerate([*numbers, read.required])
        ]
        found.append(Reading(read.document, *told))
    return found
