"""Signed checkpoints outside the database, which reveal a truncated audit log.

A checkpoint is stored in a table, in the file ``AUDIT_CHECKPOINTS`` (one line of JSON
each) and in the log. A copy of the file or the log kept elsewhere proves that nothing
sealed until then was removed or rewritten.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from elearning.audit.entry_proofs import sign_values
from elearning.audit.models import Checkpoint, Link
from elearning.table_locks import lock_table

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignedCheckpoint:
    """The number of entries sealed at a moment, and the seal of the last of them."""

    number: int
    digest: str
    at: str
    signature: str

    @property
    def is_signed(self) -> bool:
        return self.signature == sign_values([self.number, self.digest, self.at])


type Points = dict[int, list[SignedCheckpoint]]
#: Finds the number of entries in a line of the file without parsing it.
_COUNTS = re.compile(r'"number":\s*(\d{1,18})\s*[,}]')


def record_checkpoint(at: datetime) -> int:
    """Add a checkpoint if entries were sealed since the last; return the number (0 or 1)."""
    with transaction.atomic():
        lock_table(Link)  # nobody seals between the two reads
        last = Link.objects.order_by("-id").first()
        number = Link.objects.count()
        if last is None or _is_known(number):
            return 0
        when = at.astimezone(UTC).isoformat()
        signature = sign_values([number, last.digest, when])
        Checkpoint.objects.create(
            at=at, number=number, digest=last.digest, signature=signature
        )
        point = SignedCheckpoint(number, last.digest, when, signature)
        transaction.on_commit(partial(export_checkpoint, point))
    return 1


def iter_stored_checkpoints(
    after: int | None = None, last: int | None = None
) -> Iterator[SignedCheckpoint]:
    """Yield the checkpoints of the table; ``after`` and ``last`` as in ``load_checkpoints``."""
    rows = Checkpoint.objects.order_by("number")
    if after is not None:
        rows = rows.filter(number__gt=after)
    if last is not None:
        rows = rows.filter(number__lte=last)
    for row in rows.iterator():
        yield _point(row)


def iter_exported_checkpoints(
    path: Path, after: int | None = None, last: int | None = None
) -> Iterator[SignedCheckpoint | str]:
    """Yield the checkpoints of a file; for a line without one, its location.

    ``after`` and ``last`` as in ``load_checkpoints``; other lines are not kept in
    memory.
    """
    with path.open(errors="replace") as file:
        for place, ended in enumerate(file, start=1):
            line = ended.rstrip("\n")
            if line and _is_asked(line, after, last):
                yield _read(line) or f"{path}, line {place}"


def load_checkpoints(
    paths: Iterable[Path], *, after: int | None = None, last: int | None = None
) -> tuple[Points, list[str]]:
    """Return the checkpoints of table and files by their number of entries.

    The second value lists the locations of invalid lines in the files. ``after`` and
    ``last`` limit the result to checkpoints of more than ``after`` entries and at most
    ``last``. Lines without a number are included if there is no ``last``. Raises
    ``OSError`` for a file that cannot be read.
    """
    found: Points = {}
    strange: list[str] = []
    files = (
        one for path in paths for one in iter_exported_checkpoints(path, after, last)
    )
    for point in {*iter_stored_checkpoints(after, last), *files}:
        if isinstance(point, str):
            strange.append(point)
        else:
            found.setdefault(point.number, []).append(point)
    return found, sorted(strange)


def _is_known(number: int) -> bool:
    """Tell whether a signed checkpoint of at least ``number`` entries exists."""
    points = [_point(row) for row in Checkpoint.objects.filter(number__gte=number)]
    for point in points:
        if not point.is_signed:
            _logger.critical("audit checkpoint %s is forged", point)
    return any(point.is_signed for point in points)


def _point(row: Checkpoint) -> SignedCheckpoint:
    when = row.at.astimezone(UTC).isoformat()
    return SignedCheckpoint(row.number, row.digest, when, row.signature)


def _is_asked(line: str, after: int | None, last: int | None) -> bool:
    counts = _COUNTS.search(line)
    if counts is None or not int(counts[1]):
        return last is None
    return (after or 0) < int(counts[1]) and (last is None or int(counts[1]) <= last)


def _read(line: str) -> SignedCheckpoint | None:
    try:
        values = json.loads(line)
        point = SignedCheckpoint(**values)
    except (ValueError, TypeError):
        return None
    return point if isinstance(values["number"], int) else None


def export_checkpoint(point: SignedCheckpoint) -> None:
    """Write a checkpoint to the log and to the file, if configured."""
    line = json.dumps(asdict(point))
    _logger.info("audit checkpoint %s", line)
    path = settings.AUDIT_CHECKPOINTS
    if path is not None:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with path.open(
            "a"
        ) as file:  # the line break isolates a line torn by a power cut
            file.write(f"\n{line}\n")
