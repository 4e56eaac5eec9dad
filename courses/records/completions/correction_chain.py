"""Chains of corrections: a corrected pass is several rows, from the first to the current one."""

from collections.abc import Iterable
from typing import Any

from courses.models import Enrolment
from courses.records.models import Completion, Withdrawal


def list_correction_chain(row: Completion) -> list[Completion]:
    """Return ``row`` and the rows that it corrects, the first recorded one last."""
    found = [row]
    while (before := found[-1].supersedes) is not None:
        found.append(before)
    return found


def get_current_completion(row: Completion) -> Completion:
    """Return the row that replaces ``row`` today: itself, unless it was corrected."""
    while (after := Completion.objects.filter(supersedes=row).first()) is not None:
        row = after
    return row


def find_renewal(refresher: Completion) -> Completion | None:
    """Return the current row of the renewal that the pass of ``refresher`` made."""
    keys = [row.pk for row in list_correction_chain(refresher)]
    renewal = Completion.objects.filter(rests_on__in=keys).first()
    return get_current_completion(renewal) if renewal is not None else None


def attach_withdrawals(enrolments: Iterable[Enrolment]) -> list[Any]:
    """Return ``enrolments`` with ``is_withdrawn`` set: whether the pass was withdrawn.

    If the pass was corrected, a later row may be withdrawn. One more query, and one for
    each correction of a withdrawn pass.
    """
    found: list[Any] = list(enrolments)
    learners = {one.learner_id for one in found}
    taken = Withdrawal.objects.filter(completion__learner__in=learners)
    rows = [one.completion for one in taken.select_related("completion__supersedes")]
    gone = {list_correction_chain(row)[-1].enrolment_id for row in rows}
    for one in found:
        one.is_withdrawn = one.pk in gone
    return found
