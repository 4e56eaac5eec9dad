"""Seal committed entries into a chain of hashes, and find what was altered.

The worker chains: an entry written in a transaction cannot know its neighbours. Each
seal covers the entry's every column and the seal before, so changing, removing or
inserting one entry breaks the chain from there on.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from elearning.audit.models import Entry, Link

_GENESIS = "0" * 64
_BATCH = 1000


@dataclass(frozen=True)
class Flaw:
    """An entry that does not match its seal; ``what`` says how, in English for the log."""

    entry_id: int
    what: str


def chain(at: datetime) -> int:
    """Seal the entries that are not sealed yet and return how many; safe to repeat.

    Entries get their ids before they commit, so a slow transaction may commit an entry
    below one already sealed. It is sealed after, in the order in which it was seen.
    """
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def flaws() -> Iterator[Flaw]:
    """Walk the whole chain and yield every entry that was altered, removed or forged."""
    previous = _GENESIS
    links = Link.objects.select_related("entry").order_by("id")
    for link in links.iterator(_BATCH):
        if link.previous != previous:
            yield Flaw(
                link.entry_id, "an entry before this one is missing or was replaced"
            )
        if link.digest != _digest(link.previous, link.entry):
            yield Flaw(link.entry_id, "this entry was altered after it was sealed")
        previous = link.digest


def _seal_batch() -> int:
    with transaction.atomic():
        last = Link.objects.select_for_update().order_by("-id").first()
        previous = last.digest if last else _GENESIS
        entries = Entry.objects.filter(link=None).order_by("id")[:_BATCH]
        links = []
        for entry in entries:
            digest = _digest(previous, entry)
            links.append(Link(entry=entry, previous=previous, digest=digest))
            previous = digest
        Link.objects.bulk_create(links)
        return len(links)


def columns(previous: str, entry: Entry) -> list[Any]:
    """Return what a seal covers, in the order in which it is hashed."""
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
    ]


def _digest(previous: str, entry: Entry) -> str:
    plain = json.dumps(
        columns(previous, entry),
        cls=DjangoJSONEncoder,
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(plain.encode()).hexdigest()
