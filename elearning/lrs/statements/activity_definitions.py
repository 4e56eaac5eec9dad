"""Definitions of activities, merged from all statements (Part Three, 2.5).

Each distinct definition of an activity is stored when first seen and never changed:
known definitions take no query.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from elearning.lrs.models import Definition
from elearning.lrs.models.named_rows import hash_name
from elearning.lrs.spec.merged_definitions import merge_definitions
from elearning.lrs.statements.incoming_statements import IncomingStatement

_MOST_REMEMBERED = 100_000
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)

#: Keys of definitions known to be stored.
_remembered: set[str] = set()


def record_definitions(
    drafts: Sequence[IncomingStatement], ids: Mapping[str, int]
) -> None:
    """Store new definitions in ``drafts``; ``ids`` are those of activities."""
    fresh: dict[str, Definition] = {}
    for draft in drafts:
        for activity in iter_activities(draft.content):
            if "definition" not in activity:
                continue
            text, key = _said(activity)
            if key not in _remembered and key not in fresh:
                pk = ids[activity["id"]]
                fresh[key] = Definition(
                    key=key, activity_id=pk, text=text, statement=draft.key
                )
    if fresh:
        rows = [fresh[key] for key in sorted(fresh)]
        Definition.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(partial(_remember, fresh.keys()))


def find_definitions(iris: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the canonical definitions of ``iris`` that have one: one query."""
    wanted = {hash_name(iri): iri for iri in iris}
    rows = Definition.objects.filter(activity__key__in=wanted)
    said: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, text in rows.values_list("activity__key", "text"):
        said[wanted[key]].append(json.loads(text))
    return {iri: merge_definitions(texts) for iri, texts in said.items()}


def iter_activities(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every activity object inside a stored statement."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing
    elif kind == "SubStatement":
        yield from iter_activities(thing)
    context = statement.get("context", {})
    for listed in context.get("contextActivities", {}).values():
        yield from listed


def clear_definition_cache(**_signal: Any) -> None:
    """Clear the cache after a database was emptied or changed outside this process."""
    _remembered.clear()


def _said(activity: dict[str, Any]) -> tuple[str, str]:
    text = _ENCODER.encode(activity["definition"])
    whole = f"{activity['id']}\n{text}".encode()
    return text, hashlib.sha256(whole).hexdigest()


def _remember(keys: Iterable[str]) -> None:
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.clear()
    _remembered.update(keys)
