"""Table locks."""

from django.db import connection
from django.db.models import Model


def lock_table(model: type[Model]) -> None:
    """Block other writers to the table of ``model`` until the transaction ends.

    Readers are not blocked. On SQLite a transaction excludes other writers from its
    start.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
