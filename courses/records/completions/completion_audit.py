"""Hold passes against the audit trail: their rows may have been changed behind it."""

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
    """Return the rows of passes that the trail tells were withdrawn by ``on``."""
    return {
        int(entry.subject_id)
        for entry in audit_log.iter_proved_entries(_WITHDRAWN, Completion)
        if timezone.localdate(entry.at) <= on
    }


def iter_altered_completions(passes: Iterable[Completion]) -> Iterator[Completion]:
    """Yield passes that the trail tells of otherwise, or not at all; one query for 2,000.

    One is altered where no proved entry says what it says, where it was withdrawn or
    corrected and that is gone or says something else, and where it is withdrawn or corrected
    and nothing tells of it. Load ``withdrawal`` and ``superseded_by`` with them.
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
