"""The PostgreSQL catalogue of the store’s tables."""

import re
from dataclasses import dataclass

from django.db import connection

from elearning.lrs import raw_sql

#: Partitioned tables, each with the column of the statement’s key.
TABLES = {
    "lrs_statement": "id",
    "lrs_statementagent": "statement_id",
    "lrs_statementactivity": "statement_id",
}
STATEMENT = "lrs_statement"

_IS_PARTITIONED = "SELECT 1 FROM pg_partitioned_table WHERE partrelid = %s::regclass"
_BOUNDS = """
    SELECT pg_get_expr(child.relpartbound, child.oid)
    FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = %s::regclass
"""
_BOUNDED = """
    SELECT conrelid::regclass::text FROM pg_constraint
    WHERE contype = 'c' AND conname = ANY(%s)
"""
_INDEXES = """
    SELECT index.relname, pg_get_indexdef(indexrelid), c.conname IS NOT NULL
    FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid
    LEFT JOIN pg_constraint AS c ON c.conindid = indexrelid AND c.contype IN ('p', 'u')
    WHERE indrelid = %s::regclass ORDER BY index.relname
"""
_CONSTRAINTS = """
    SELECT conname, conrelid::regclass::text, confrelid::regclass::text,
        pg_get_constraintdef(oid), convalidated
    FROM pg_constraint
    WHERE contype IN ('p', 'f') AND conparentid = 0
        AND (conrelid = %s::regclass OR confrelid = %s::regclass)
    ORDER BY contype DESC, conrelid::regclass::text, conname
"""


@dataclass(frozen=True)
class TableIndex:
    """An index with its definition, and whether it belongs to a constraint."""

    name: str
    definition: str
    is_of_constraint: bool


@dataclass(frozen=True)
class TableConstraint:
    """A primary key, or a foreign key from ``table`` to ``target``."""

    name: str
    table: str
    target: str
    definition: str
    is_valid: bool


def can_partition() -> bool:
    """Tell whether the database supports partitions."""
    return connection.vendor == "postgresql"


def is_partitioned() -> bool:
    """Tell whether the tables of statements are partitioned."""
    return bool(raw_sql.select_rows(_IS_PARTITIONED, [STATEMENT]))


def get_partition_end() -> int:
    """Return the upper bound of the last partition."""
    bounds = [bound for (bound,) in raw_sql.select_rows(_BOUNDS, [STATEMENT])]
    return max(int(re.findall(r"TO \('(\d+)'\)", bound)[0]) for bound in bounds)


def list_bounded_tables() -> list[str]:
    """Return the tables with a key bound that partitions no longer need."""
    names = [f"{table}_bound" for table in TABLES]
    return [table for (table,) in raw_sql.select_rows(_BOUNDED, [names])]


def list_indexes(table: str) -> list[TableIndex]:
    """Return the indexes of a table."""
    return [TableIndex(*row) for row in raw_sql.select_rows(_INDEXES, [table])]


def list_constraints(table: str) -> list[TableConstraint]:
    """Return the primary key of a table, and the foreign keys from it and to it."""
    return [
        TableConstraint(name, of, to or "", definition, valid)
        for name, of, to, definition, valid in raw_sql.select_rows(
            _CONSTRAINTS, [table, table]
        )
    ]
