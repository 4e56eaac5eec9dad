"""Rows of regraded attempts, under pseudonyms and never by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from courses.assessment.corrections.correction_preview import RegradeResult
from courses.assessment.models import Attempt, Regrading
from courses.records.statements.pseudonyms import derive_pseudonym

#: Digits of a pseudonym that distinguish people on one page.
_SHOWN = 12


@dataclass(frozen=True)
class RegradingRow:
    """One attempt before and after; ``who`` is a pseudonym used only for this purpose."""

    who: str
    language: str
    at: datetime
    mark_before: Decimal | None
    mark_after: Decimal | None
    score_before: Decimal
    score_after: Decimal
    passed_before: bool
    passed_after: bool

    @property
    def is_turned(self) -> bool:
        return self.passed_before != self.passed_after


def list_preview_rows(changes: Iterable[RegradeResult]) -> list[RegradingRow]:
    """Return a row for each change in a preview."""
    rows = list(changes)
    known = _known(change.item.attempt_id for change in rows)
    return [
        _line(
            known[change.item.attempt_id],
            (change.item.worth if change.item.counts else None),
            (change.mark if change.counts else None),
            (change.before.score, change.after.score),
            (change.before.passed, change.after.passed),
        )
        for change in rows
    ]


def list_regrading_rows(regradings: Iterable[Regrading]) -> list[RegradingRow]:
    """Return a row for each regrading that was carried out."""
    rows = list(regradings)
    known = _known(one.attempt_id for one in rows)
    return [
        _line(
            known[one.attempt_id],
            (one.mark_before if one.counts_before else None),
            (one.mark_after if one.counts_after else None),
            (one.score_before, one.score_after),
            (one.passed_before, one.passed_after),
        )
        for one in rows
    ]


def _known(keys: Iterable[int]) -> dict[int, Attempt]:
    return Attempt.objects.select_related("enrolment__learner").in_bulk(list(keys))


def _line(
    attempt: Attempt,
    mark_before: Decimal | None,
    mark_after: Decimal | None,
    scores: tuple[Decimal, Decimal],
    passes: tuple[bool, bool],
) -> RegradingRow:
    return RegradingRow(
        derive_pseudonym(attempt.enrolment.learner, "regrading")[:_SHOWN],
        attempt.get_language_display(),
        attempt.started_at,
        mark_before,
        mark_after,
        *scores,
        *passes,
    )
