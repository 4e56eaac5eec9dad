"""SQL without models, for the most frequent operation: storing a statement.

A model object and a compiled query cost more than the database needs for the row.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert ``rows``, whose values are in the order of the fields ``names``."""
    meta = model._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    prepare = [field.get_db_prep_save for field in fields]
    values = [
        [write(value, connection) for write, value in zip(prepare, row, strict=True)]
        for row in rows
    ]
    if not values:
        return
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 — names of columns are quoted
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def select_rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of ``statement`` as the database returns them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def select_rows_by_uuid(
    statement: str, uuids: Sequence[UUID], *, first: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return the rows of a ``statement`` on ``{ids}``; each row starts with a UUID.

    ``first`` are the parameters before the ids.
    """
    if not uuids:
        return []
    marks = ", ".join(["%s"] * len(uuids))
    field = models.UUIDField()
    values = [field.get_db_prep_value(uuid, connection) for uuid in uuids]
    times = statement.count("{ids}")
    found = select_rows(statement.format(ids=f"({marks})"), [*first, *values * times])
    return [(UUID(str(uuid)), *others) for uuid, *others in found]
