"""Rows of the list of question statistics, selected and sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from courses.assessment.models import QuestionVersion
from courses.assessment.statistics import question_reports, statistics_scope
from courses.assessment.statistics.question_reports import QuestionPerformance
from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class QuestionStatisticsRow:
    """One version of a question, with its statistics."""

    pk: int
    course: str
    code: str
    version: int
    standing: QuestionPerformance


def _last(value: Any) -> tuple[bool, Any]:
    """Sort unknown values last."""
    return value is None, value or 0


def _of(name: str) -> Callable[[QuestionStatisticsRow], Any]:
    return lambda line: _last(getattr(line.standing.together, name))


#: Sort orders of the list.
SORTS: dict[str, Callable[[QuestionStatisticsRow], Any]] = {
    "review": lambda line: (not line.standing.needs_review, not line.standing.flags),
    "question": lambda line: (line.course, line.code),
    "n": lambda line: -line.standing.together.n,
    "facility": _of("facility"),
    "discrimination": _of("discrimination"),
}


def list_question_rows(
    *, reader: "User", course: Course | None, only_review: bool, sort: str
) -> list[QuestionStatisticsRow]:
    """Return the rows visible to ``reader``, in three queries."""
    rows = statistics_scope.list_counted_questions(reader, course).values_list(
        "pk", "version__unit__course__code", "version__unit__slug", "version__number"
    )
    rows = rows.order_by(
        "version__unit__course__code", "version__unit__slug", "-version__number"
    )
    known = question_reports.list_question_performance(
        [row[0] for row in rows], reader=reader
    )
    found = [QuestionStatisticsRow(*row, known[row[0]]) for row in rows]
    if only_review:
        found = [line for line in found if line.standing.needs_review]
    return sorted(found, key=SORTS.get(sort, SORTS["review"]))


def list_question_stems(shown: Sequence[QuestionStatisticsRow]) -> dict[int, str]:
    """Return the stems of the questions in ``shown``, in the reader’s language."""
    found = QuestionVersion.objects.only("body").in_bulk([line.pk for line in shown])
    return {key: str(question.text()[0]["stem"]) for key, question in found.items()}
