"""Last valid days of the passes of a course by R1 and R2 of the curriculum."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from courses import validity
from courses.records.models import Completion


@dataclass(frozen=True)
class DatedCompletion:
    """A current pass, with the moment at which it first became known, corrected or not."""

    completion: Completion
    passed_on: date
    expires_on: date
    known_at: datetime

    @property
    def pk(self) -> int:
        return self.completion.pk

    def on(self, passed_on: date, expires_on: date) -> "DatedCompletion":
        return replace(self, passed_on=passed_on, expires_on=expires_on)


def list_current_completions(completion: Completion) -> list[DatedCompletion]:
    """Return the current passes of the same course by the same person."""
    rows = Completion.objects.filter(
        learner=completion.learner_id, course=completion.course_id
    )
    return select_current_completions(
        rows.select_related("course", "learner", "edition", "withdrawal")
    )


def select_current_completions(rows: Iterable[Completion]) -> list[DatedCompletion]:
    """Return the current passes among ``rows``, all for one person and course.

    ``rows`` include corrected ones, and have ``withdrawal`` loaded.
    """
    known = {row.pk: row for row in rows}
    replaced = {row.supersedes_id for row in known.values()}
    return [
        DatedCompletion(
            row, row.passed_on, row.expires_on, _first(row, known).recorded_at
        )
        for row in known.values()
        if row.pk not in replaced and not hasattr(row, "withdrawal")
    ]


def compute_expected_expiry(
    one: DatedCompletion, passes: Iterable[DatedCompletion], months: int
) -> date:
    """Return the last day of ``one`` by R1 and R2, given ``passes``.

    Passes that became known later gave it no anniversary to keep.
    """
    before = [
        other.expires_on
        for other in passes
        if other.pk != one.pk
        and other.passed_on <= one.passed_on
        and other.known_at <= one.known_at
    ]
    return validity.compute_expiry(one.passed_on, months, max(before, default=None))


def _first(row: Completion, known: dict[int, Completion]) -> Completion:
    while row.supersedes_id is not None and row.supersedes_id in known:
        row = known[row.supersedes_id]
    return row
