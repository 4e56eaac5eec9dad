"""Ids of verbs, activities and agents, with rows added for new names.

Rows are added in the order of their keys and never changed, so that writers cannot
deadlock. Ids never change: committed ones are cached for the life of the process.
"""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.db import connection, transaction

from elearning.lrs.models.named_rows import Named, hash_name

_MOST_REMEMBERED = 100_000
#: The maximum number of rows in one SQL statement.
_AT_ONCE = 5_000

_remembered: dict[type[Named], dict[str, int]] = {}


def find_or_create_ids(model: type[Named], names: Iterable[str]) -> dict[str, int]:
    """Return the id of each of ``names``.

    No query for cached names, one for new ones, two for names that exist but are not
    cached.
    """
    known = _remembered.setdefault(model, {})
    found = {name: known[name] for name in names if name in known}
    if missing := {hash_name(name): name for name in names if name not in known}:
        fresh = _rows(model, missing)
        found |= fresh
        transaction.on_commit(lambda: _remember(model, fresh))
    return found


def find_id(model: type[Named], name: str) -> int | None:
    """Return the id of ``name``, or ``None`` if the store does not know it."""
    if (pk := _remembered.get(model, {}).get(name)) is not None:
        return pk
    named = model.objects.filter(key=hash_name(name))
    return named.values_list("pk", flat=True).first()


def clear_id_cache(**_signal: Any) -> None:
    """Clear the cache after a database was emptied or changed outside this process."""
    _remembered.clear()


def _rows(model: type[Named], missing: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for keys in batched(sorted(missing), _AT_ONCE):
        found |= _added(model, {key: missing[key] for key in keys})
    here = {key: name for key, name in missing.items() if name not in found}
    return found | (_stored(model, here) if here else {})


def _added(model: type[Named], new: dict[str, str]) -> dict[str, int]:
    quote = connection.ops.quote_name
    table, column, name, pk = map(quote, (model._meta.db_table, "key", "name", "id"))
    marks = ", ".join(["(%s, %s)"] * len(new))
    statement = (
        f"INSERT INTO {table} ({column}, {name}) VALUES {marks} "  # noqa: S608 — names are quoted, values are parameters
        f"ON CONFLICT ({column}) DO NOTHING RETURNING {column}, {pk}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for row in new.items() for part in row])
        return {new[key]: pk for key, pk in cursor.fetchall()}


def _stored(model: type[Named], wanted: dict[str, str]) -> dict[str, int]:
    there = model.objects.filter(key__in=wanted).values_list("key", "pk")
    return {wanted[key]: pk for key, pk in there}


def _remember(model: type[Named], fresh: dict[str, int]) -> None:
    known = _remembered.setdefault(model, {})
    if len(known) + len(fresh) > _MOST_REMEMBERED:
        known.clear()
    known.update(fresh)
