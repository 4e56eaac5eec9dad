"""Hash chain over committed entries, and the search for altered ones.

The worker seals entries, because an entry written in a transaction cannot know its
neighbours. Each seal covers every column of the entry and the previous seal, so
changing, removing or inserting one entry breaks the chain from there on.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from elearning.audit import checkpoints
from elearning.audit.entry_proofs import encode_stable_json, is_proved_entry
from elearning.audit.models import Entry, Link
from elearning.table_locks import lock_table

_GENESIS = "0" * 64
_BATCH = 1000


@dataclass(frozen=True)
class ChainFlaw:
    """An entry that does not match its seal; ``what`` says how, in English for the log.

    Without an ``entry_id``, the flaw concerns the log as a whole.
    """

    entry_id: int | None
    what: str

    def __str__(self) -> str:
        where = f"Entry {self.entry_id}: " if self.entry_id else ""
        return f"{where}{self.what}."


@dataclass(frozen=True)
class ChainPosition:
    """A position in the chain: the last verified link, its number from 1, and its seal."""

    link: int
    number: int
    digest: str


START = ChainPosition(0, 0, _GENESIS)


def seal_entries(at: datetime) -> int:
    """Seal the entries that are not sealed yet and return their number; safe to repeat.

    Entries get their ids before they commit, so a slow transaction may commit an entry
    below one already sealed. It is sealed later, in the order in which it was seen.
    """
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def iter_chain_flaws(files: Iterable[Path] = ()) -> Iterator[ChainFlaw]:
    """Verify the whole chain and yield every entry that was altered, removed or forged.

    It is also compared with the checkpoints of the database and of ``files``. Raises
    ``OSError`` for a file that cannot be read.
    """
    points, strange = checkpoints.load_checkpoints(files)
    position = START
    while True:
        reached, found = verify_links(position, points)
        yield from found
        if reached == position:
            break
        position = reached
    yield from iter_flaws_at_end(position, points, strange)


def verify_links(
    position: ChainPosition, points: checkpoints.Points, size: int = _BATCH
) -> tuple[ChainPosition, list[ChainFlaw]]:
    """Verify at most ``size`` links after ``position``; return the new position and the flaws.

    ``points`` are the checkpoints among them. At the end of the chain the position
    stays the same.
    """
    rows = Link.objects.select_related("entry").order_by("id")
    found: list[ChainFlaw] = []
    for link in rows.filter(id__gt=position.link)[:size]:
        number = position.number + 1
        here = points.get(number, [])
        found += _flaws_of(link, position.digest, here)
        found += [_forged(point) for point in here if not point.is_signed]
        position = ChainPosition(link.pk, number, link.digest)
    return position, found


def iter_flaws_at_end(
    position: ChainPosition, points: checkpoints.Points, strange: Iterable[str]
) -> Iterator[ChainFlaw]:
    """Yield the flaws of a log that ends at ``position``, or has grown since.

    ``points`` are the checkpoints beyond, ``strange`` the locations of invalid lines.
    """
    for place in strange:
        yield ChainFlaw(None, f"{place} is no checkpoint")
    sealed = position.number + Link.objects.filter(id__gt=position.link).count()
    if not sealed:
        yield ChainFlaw(None, "The trail is empty")
    for point in (one for some in points.values() for one in some):
        if not point.is_signed and not 0 < point.number <= position.number:
            yield _forged(point)
        elif point.is_signed and point.number > sealed:
            yield ChainFlaw(
                None,
                f"{point.number} entries were sealed on {point.at}, and {sealed} are "
                "there: the end of the trail was cut off",
            )


def list_checkpoint_files() -> list[Path]:
    """Return the checkpoint file, if it exists."""
    path = settings.AUDIT_CHECKPOINTS
    return [path] if path is not None and path.exists() else []


def _forged(point: checkpoints.SignedCheckpoint) -> ChainFlaw:
    return ChainFlaw(None, f"The checkpoint of {point.at} was forged or altered")


def _flaws_of(
    link: Link, previous: str, points: Iterable[checkpoints.SignedCheckpoint]
) -> Iterator[ChainFlaw]:
    if link.previous != previous:
        yield ChainFlaw(
            link.entry_id, "an entry before this one is missing or was replaced"
        )
    if link.digest != _digest(link.previous, link.entry):
        yield ChainFlaw(link.entry_id, "this entry was altered after it was sealed")
    if not is_proved_entry(link.entry):
        yield ChainFlaw(link.entry_id, "this entry was not written by the platform")
    if any(one.digest != link.digest for one in points):
        yield ChainFlaw(link.entry_id, "a checkpoint has another seal here")


def _seal_batch() -> int:
    with transaction.atomic():
        lock_table(Link)  # of several workers, one continues where another ended
        last = Link.objects.order_by("-id").first()
        previous = last.digest if last else _GENESIS
        entries = Entry.objects.filter(link=None).order_by("id")[:_BATCH]
        links = []
        for entry in entries:
            digest = _digest(previous, entry)
            links.append(Link(entry=entry, previous=previous, digest=digest))
            previous = digest
        Link.objects.bulk_create(links)
        return len(links)


def build_sealed_values(previous: str, entry: Entry) -> list[Any]:
    """Return the values covered by a seal, in the order in which they are hashed."""
    return [
        previous,
        entry.pk,
        entry.at.astimezone(UTC).isoformat(),
        entry.action,
        entry.by_id,
        entry.subject_type,
        entry.subject_id,
        entry.person,
        entry.reason,
        entry.details,
        entry.proof,
    ]


def _digest(previous: str, entry: Entry) -> str:
    plain = encode_stable_json(build_sealed_values(previous, entry))
    return hashlib.sha256(plain.encode()).hexdigest()
