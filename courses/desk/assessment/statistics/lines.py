"""The lines of the list of questions: which, in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.assessment.models import QuestionVersion
from courses.assessment.statistics import listing, reports
from courses.assessment.statistics.reports import Standing
from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Line:
    """One version of a question, and how it does."""

    pk: int
    course: str
    code: str
    version: int
    standing: Standing


def _last(value: Any) -> tuple[bool, Any]:
    """Put what is not known behind what is."""
    return value is None, value or 0


def _of(name: str) -> Callable[[Line], Any]:
    return lambda line: _last(getattr(line.standing.together, name))


#: What the list may be sorted by.
SORTS: dict[str, Callable[[Line], Any]] = {
    "review": lambda line: (not line.standing.needs_review, not line.standing.flags),
    "question": lambda line: (line.course, line.code),
    "n": lambda line: -line.standing.together.n,
    "facility": _of("facility"),
    "discrimination": _of("discrimination"),
}


def lines(
    *, reader: "User", course: Course | None, only_review: bool, sort: str
) -> list[Line]:
    """Return the lines for ``reader``; three queries, whatever their number."""
    rows = listing.questions(reader, course).values_list(
        "pk", "version__unit__course__code", "version__unit__slug", "version__number"
    )
    rows = rows.order_by(
        "version__unit__course__code", "version__unit__slug", "-version__number"
    )
    known = reports.standings([row[0] for row in rows], reader=reader)
    found = [Line(*row, known[row[0]]) for row in rows]
    if only_review:
        found = [line for line in found if line.standing.needs_review]
    return sorted(found, key=SORTS.get(sort, SORTS["review"]))


def stems(shown: Sequence[Line]) -> dict[int, str]:
    """Return what the questions of ``shown`` ask, in the reader's language."""
    found = QuestionVersion.objects.only("body").in_bulk([line.pk for line in shown])
    return {key: str(question.text()[0]["stem"]) for key, question in found.items()}
