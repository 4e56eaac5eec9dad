"""A corrected pass is several rows: from the one that came first to the one that stands."""

from collections.abc import Iterable
from typing import Any

from courses.models import Enrolment
from courses.records.models import Completion, Withdrawal


def chain_of(row: Completion) -> list[Completion]:
    """Return ``row`` and what it was corrected from, the first that came on record last."""
    found = [row]
    while (before := found[-1].supersedes) is not None:
        found.append(before)
    return found


def newest(row: Completion) -> Completion:
    """Return what stands today in the place of ``row``: itself, unless it was corrected."""
    while (after := Completion.objects.filter(supersedes=row).first()) is not None:
        row = after
    return row


def renewal_of(refresher: Completion) -> Completion | None:
    """Return what stands today of the renewal that the pass of ``refresher`` brought."""
    keys = [row.pk for row in chain_of(refresher)]
    renewal = Completion.objects.filter(rests_on__in=keys).first()
    return newest(renewal) if renewal is not None else None


def with_withdrawals(enrolments: Iterable[Enrolment]) -> list[Any]:
    """Return ``enrolments``, each with ``is_withdrawn``: whether its pass was taken back.

    The withdrawal may be of a later row, where the pass was corrected. One query more,
    and one for each correction of a pass that was withdrawn.
    """
    found: list[Any] = list(enrolments)
    learners = {one.learner_id for one in found}
    taken = Withdrawal.objects.filter(completion__learner__in=learners)
    rows = [one.completion for one in taken.select_related("completion__supersedes")]
    gone = {chain_of(row)[-1].enrolment_id for row in rows}
    for one in found:
        one.is_withdrawn = one.pk in gone
    return found
