"""Locks wider than a row."""

from django.db import connection
from django.db.models import Model


def lock_table(model: type[Model]) -> None:
    """Let nobody else write to the table of ``model`` until the transaction ends.

    Reading goes on. On SQLite a transaction is alone from its beginning.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
