"""Conversion of plain statement tables into partitioned ones, without rewriting them.

The existing table becomes the first partition: it is renamed and attached, its indexes
and foreign keys are reused, and all necessary reads run while others write.
docs/lrs-scale.md gives the reasons.
"""

from datetime import datetime

from elearning.lrs import statement_keys
from elearning.lrs.partitions import table_catalogue
from elearning.lrs.partitions.monthly_partitions import (
    compute_month_start,
    plan_coming_partitions,
)
from elearning.lrs.partitions.schema_steps import (
    Plan,
    RepeatedStep,
    SchemaStep,
    build_single_steps,
)
from elearning.lrs.partitions.table_catalogue import STATEMENT, TABLES, TableConstraint

_IDS = "lrs_statement_ids"
_TABLE_OF_IDS = f"""CREATE TABLE IF NOT EXISTS {_IDS} (
    uuid uuid PRIMARY KEY, statement_id bigint NOT NULL
)"""
_KEEP_IDS = f"""CREATE OR REPLACE FUNCTION {_IDS}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {_IDS} (uuid, statement_id) VALUES (NEW.uuid, NEW.id);
    ELSE
        DELETE FROM {_IDS} WHERE uuid = OLD.uuid;
    END IF;
    RETURN NULL;
END $$"""  # noqa: S608 — all names are ours
_TRIGGER = f"""CREATE TRIGGER {_IDS} AFTER INSERT OR DELETE ON {STATEMENT}
FOR EACH ROW EXECUTE FUNCTION {_IDS}()"""
_FILL_IDS = f"""WITH chunk AS (
    SELECT uuid, id FROM {STATEMENT} WHERE id > %(after)s ORDER BY id LIMIT 50000
), filled AS (
    INSERT INTO {_IDS} (uuid, statement_id) SELECT uuid, id FROM chunk
    ON CONFLICT (uuid) DO NOTHING
) SELECT max(id) FROM chunk"""  # noqa: S608 — all names are ours


def plan_conversion(at: datetime, months: int) -> Plan:
    """Return all steps needed at ``at``, none if done; safe to interrupt."""
    if table_catalogue.is_partitioned():
        return [
            *plan_coming_partitions(table_catalogue.get_partition_end(), at, months),
            *_proofs(only_open=True),
        ]
    end = statement_keys.compute_first_key(compute_month_start(at, 2))
    return [
        SchemaStep("One table of all ids, since no index spans partitions", _ids()),
        RepeatedStep("… and of those that are there", _FILL_IDS),
        *build_single_steps("Prove the bounds while others write", _bounds(end)),
        SchemaStep("Change over: nothing is read or rewritten", _change_over(end)),
        *_proofs(only_open=False),
        *plan_coming_partitions(end, at, months),
        *build_single_steps(
            "Tell the planner", [f"ANALYZE {table}" for table in TABLES]
        ),
    ]


def drop_leftover_bounds() -> None:
    """Drop bounds left by an interrupted plan, which would be wrong after a month."""
    for table in table_catalogue.list_bounded_tables():
        SchemaStep("", [_unbounded(table)]).do()


def _ids() -> list[str]:
    return [
        _TABLE_OF_IDS,
        _KEEP_IDS,
        f"DROP TRIGGER IF EXISTS {_IDS} ON {STATEMENT}",
        _TRIGGER,
    ]


def _bounds(end: int) -> list[str]:
    lines = []
    for table, key in TABLES.items():
        bound = f"{table}_bound CHECK ({key} < {end}) NOT VALID"
        lines += [
            _unbounded(table),
            f"ALTER TABLE {table} ADD CONSTRAINT {bound}",
            f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_bound",
        ]
    return lines


def _unbounded(table: str) -> str:
    return f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_bound"


def _change_over(end: int) -> list[str]:
    outer = _foreign_keys_from_outside()
    locked = [*TABLES, *sorted({key.table for key in outer})]
    return [
        f"LOCK TABLE {', '.join(locked)} IN ACCESS EXCLUSIVE MODE",
        f"DROP TRIGGER {_IDS} ON {STATEMENT}",
        *(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}" for key in outer),
        *(line for table in TABLES for line in _make_partitioned(table, end)),
        _TRIGGER,
        *(
            f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name}"
            f" {key.definition} NOT VALID"
            for key in outer
        ),
    ]


def _make_partitioned(table: str, end: int) -> list[str]:
    """Replace ``table`` by a partitioned table, of which it becomes the first partition.

    It has the same columns, indexes, primary key and foreign keys, except those that do
    not work across partitions: unique ids, and references from index tables to
    statements.
    """
    first, key = f"{table}_before", TABLES[table]
    indexes = table_catalogue.list_indexes(table)
    constraints = [
        constraint
        for constraint in table_catalogue.list_constraints(table)
        if constraint.table == table and constraint.target != STATEMENT
    ]
    columns = f"(LIKE {first} INCLUDING DEFAULTS)"
    part = f"{first} FOR VALUES FROM (MINVALUE) TO ({end})"
    return [
        f"ALTER TABLE {table} RENAME TO {first}",
        *(f"ALTER INDEX {i.name} RENAME TO {_renamed(i.name)}" for i in indexes),
        f"CREATE TABLE {table} {columns} PARTITION BY RANGE ({key})",
        *(i.definition for i in indexes if not i.is_of_constraint),
        *(
            f"ALTER TABLE {table} ADD CONSTRAINT {c.name} {c.definition}"
            for c in constraints
        ),
        f"ALTER TABLE {table} ATTACH PARTITION {part}",
        f"ALTER TABLE {first} DROP CONSTRAINT {table}_bound",
    ]


def _renamed(index: str) -> str:
    return f"{index[:56]}_before"


def _foreign_keys_from_outside() -> list[TableConstraint]:
    return [
        key
        for key in table_catalogue.list_constraints(STATEMENT)
        if key.target == STATEMENT and key.table not in TABLES
    ]


def _proofs(*, only_open: bool) -> list[SchemaStep]:
    """Return the steps that validate recreated foreign keys while others write."""
    return build_single_steps(
        "Prove foreign keys while others write",
        [
            f"ALTER TABLE {key.table} VALIDATE CONSTRAINT {key.name}"
            for key in _foreign_keys_from_outside()
            if not (only_open and key.is_valid)
        ],
    )
