"""Daily verification of the audit chain by the worker, in batches between other work.

The position is stored in the database, signed; an interrupted verification continues
there. ``manage.py audit_verify`` verifies the whole chain at once.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from elearning.audit import audit_log, checkpoints
from elearning.audit.hash_chain import (
    START,
    ChainFlaw,
    ChainPosition,
    iter_flaws_at_end,
    list_checkpoint_files,
    verify_links,
)
from elearning.audit.models import Entry, Link, Verification
from elearning.table_locks import lock_table

_logger = logging.getLogger(__name__)

_CHECKED = "audit.checked"
#: Entries in a batch: a second or two of work.
PIECE = 5000
#: The time from the end of one verification to the start of the next.
_EVERY = timedelta(hours=23)
_SLACK = timedelta(hours=1)
#: The maximum duration of a verification; a million entries take an hour.
_LONGEST = timedelta(hours=24)
#: The age at which the last result counts as stale.
_STALE = timedelta(hours=48)
#: The maximum number of flaws of a batch named in the log.
_TOLD = 20


def verify_next_batch(at: datetime, *, size: int = PIECE) -> int:
    """Verify a batch of ``size`` entries, and return the number of its flaws.

    A new verification starts once a day; its result is recorded in the audit log. Flaws
    are logged at once. A verification that does not finish in time is logged and starts
    again. Nothing happens before the first entry. If two workers verify the same batch,
    one result counts.
    """
    known, last = Verification.objects.first(), _last_checked()
    if known is None and not _is_due(last, at):
        return 0
    after = last.pk if last else 0
    found = [] if known is None else list(_flaws_of(known, after))
    goes_on = known is not None and not found and not _is_held_up(known, at)
    row = known if known is not None and goes_on else _beginning(after, at)
    reached, wrong, is_end = _walk_piece(
        ChainPosition(row.link, row.number, row.digest), size
    )
    found += wrong
    for flaw in found[:_TOLD]:
        _logger.critical("audit trail: %s", flaw)
    row.flaws += len(found)
    row.link, row.number, row.digest = reached.link, reached.number, reached.digest
    _store(row, instead_of=known.signature if known else None, is_end=is_end)
    return len(found)


def is_recently_verified(at: datetime) -> bool:
    """Tell whether a verification ended within two days, or the log is younger than that."""
    last = _last_checked()
    if last is not None and at - _STALE < last.at < at + _SLACK:
        return True
    return not Entry.objects.filter(at__lt=at - _STALE).exists() and not any(
        _is_old(path, at) for path in list_checkpoint_files()
    )


def _is_old(path: Path, at: datetime) -> bool:
    """Tell whether the first checkpoint in a file is older than a result may be."""
    if not _is_readable(path):
        return True
    first = next((one for one in checkpoints.iter_exported_checkpoints(path)), None)
    if not isinstance(first, checkpoints.SignedCheckpoint):
        return first is not None
    return datetime.fromisoformat(first.at) < at - _STALE


def _is_due(last: Entry | None, at: datetime) -> bool:
    """Tell whether a verification is due; a future result (wrong clock) does not count."""
    if last is not None and at - _EVERY < last.at < at + _SLACK:
        return False
    return bool(list_checkpoint_files()) or Link.objects.exists()


def _flaws_of(row: Verification, after: int) -> Iterator[ChainFlaw]:
    if row.signature != row.expected_signature:
        yield ChainFlaw(None, "The position of the daily check was forged or altered")
    elif row.after != after:
        yield ChainFlaw(None, "An old position of the daily check was put back")


def _is_held_up(row: Verification, at: datetime) -> bool:
    if row.began_at - _SLACK < at < row.began_at + _LONGEST:
        return False
    _logger.critical(
        "audit trail: the check that began at %s has not ended within a day. No worker was "
        "at work, or somebody put an earlier position back.",
        row.began_at.isoformat(),
    )
    return True


def _beginning(after: int, at: datetime) -> Verification:
    return Verification(
        after=after,
        began_at=at,
        link=START.link,
        number=START.number,
        digest=START.digest,
        flaws=0,
    )


def _walk_piece(
    position: ChainPosition, size: int
) -> tuple[ChainPosition, list[ChainFlaw], bool]:
    """Return the position after a batch, its flaws, and whether the chain ends there."""
    exported, last = list_checkpoint_files(), position.number + size
    files = [path for path in exported if _is_readable(path)]
    points, strange = checkpoints.load_checkpoints(
        files, after=position.number, last=last
    )
    reached, found = verify_links(position, points, size)
    found += [ChainFlaw(None, f"{place} is no checkpoint") for place in strange]
    is_end = reached.number < last
    if is_end:
        beyond = checkpoints.load_checkpoints(files, after=reached.number)
        found += iter_flaws_at_end(reached, *beyond)
        closed = [path for path in exported if path not in files]
        found += [ChainFlaw(None, f"{path} cannot be read") for path in closed]
    return reached, found, is_end


def _is_readable(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _store(row: Verification, *, instead_of: str | None, is_end: bool) -> None:
    """Store the position or the result, unless another worker has done so."""
    with transaction.atomic():
        lock_table(Verification)
        now = Verification.objects.first()
        if (now.signature if now else None) != instead_of:
            return
        Verification.objects.all().delete()
        if is_end:
            audit_log.record_action(
                _CHECKED, by=None, sealed=row.number, flaws=row.flaws
            )
        else:
            row.pk, row.signature = None, row.expected_signature
            row.save(force_insert=True)


def _last_checked() -> Entry | None:
    """Return the entry of the last finished verification, ignoring forged ones."""
    return audit_log.find_newest_proved_entry(Entry.objects.filter(action=_CHECKED))
