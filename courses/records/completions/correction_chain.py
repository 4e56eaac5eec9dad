"""A corrected pass is several rows: from the one that came first to the one that stands."""

from collections.abc import Iterable
from typing import Any

from courses.models import Enrolment
from courses.records.models import Completion, Withdrawal


def list_correction_chain(row: Completion) -> list[Completion]:
    """Return ``row`` and what it was corrected from, the first that came on record last."""
    found = [row]
    while (before := found[-1].supersedes) is not None:
        found.append(before)
    return found


def get_current_completion(row: Completion) -> Completion:
    """Return what stands today in the place of ``row``: itself, unless it was corrected."""
    while (after := Completion.objects.filter(supersedes=row).first()) is not None:
        row = after
    return row


def find_renewal(refresher: Completion) -> Completion | None:
    """Return what stands today of the renewal that the pass of ``refresher`` brought."""
    keys = [row.pk for row in list_correction_chain(refresher)]
    renewal = Completion.objects.filter(rests_on__in=keys).first()
    return get_current_completion(renewal) if renewal is not None else None


def attach_withdrawals(enrolments: Iterable[Enrolment]) -> list[Any]:
    """Return ``enrolments``, each with ``is_withdrawn``: whether its pass was taken back.

    The withdrawal may be of a later row, where the pass was corrected. One query more,
    and one for each correction of a pass that was withdrawn.
    """
    found: list[Any] = list(enrolments)
    learners = {one.learner_id for one in found}
    taken = Withdrawal.objects.filter(completion__learner__in=learners)
    rows = [one.completion for one in taken.select_related("completion__supersedes")]
    gone = {list_correction_chain(row)[-1].enrolment_id for row in rows}
    for one in found:
        one.is_withdrawn = one.pk in gone
    return found
