"""Comparison of passes with the audit log: rows may have been changed outside the platform."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched

from django.utils import timezone

from courses.records.models import Completion
from elearning.audit import audit_log

_RECORDED = ("records.completed", "records.recognised", "records.corrected")
_WITHDRAWN, _SUPERSEDED = "records.withdrawn", "records.superseded"
_AT_ONCE = 2000


def list_withdrawn_ids(on: date) -> set[int]:
    """Return the ids of passes withdrawn by ``on`` according to the audit log."""
    return {
        int(entry.subject_id)
        for entry in audit_log.iter_proved_entries(_WITHDRAWN, Completion)
        if timezone.localdate(entry.at) <= on
    }


def iter_altered_completions(passes: Iterable[Completion]) -> Iterator[Completion]:
    """Yield passes that contradict the audit log or are missing there; one query per 2,000.

    A pass is altered if no proved entry has its facts, if a recorded withdrawal or
    correction is missing or differs, or if a withdrawal or correction was never
    recorded. Load ``withdrawal`` and ``superseded_by`` with the passes.
    """
    for some in batched(passes, _AT_ONCE, strict=False):
        told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in audit_log.list_proved_entries(
            some, (*_RECORDED, _WITHDRAWN, _SUPERSEDED)
        ):
            action = _RECORDED[0] if entry.action in _RECORDED else entry.action
            told[entry.subject_id, action].add(entry.details.get("facts", ""))
        for one in some:
            key = str(one.pk)
            is_recorded = one.facts in told[key, _RECORDED[0]]
            after = getattr(one, "superseded_by", None)
            withdrawal = getattr(one, "withdrawal", None)
            is_as_told = (
                told[key, _WITHDRAWN] == ({withdrawal.facts} if withdrawal else set())
            ) and (told[key, _SUPERSEDED] == ({after.facts} if after else set()))
            if not (is_recorded and is_as_told):
                yield one
