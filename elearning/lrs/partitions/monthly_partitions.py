"""Partitions of coming months."""

from datetime import UTC, datetime

from elearning.lrs import statement_keys
from elearning.lrs.partitions import table_catalogue
from elearning.lrs.partitions.schema_steps import Plan, SchemaStep

#: The number of months for which empty partitions are kept ready.
AHEAD = 6


def create_coming_partitions(at: datetime) -> int:
    """Create coming partitions, if there are any; return the number of new ones."""
    if not table_catalogue.can_partition() or not table_catalogue.is_partitioned():
        return 0
    steps = plan_coming_partitions(table_catalogue.get_partition_end(), at, AHEAD)
    for step in steps:
        step.do()
    return len(steps)


def plan_coming_partitions(end: int, at: datetime, months: int) -> Plan:
    """Return the steps from the key ``end`` to ``months`` after the month of ``at``.

    Each month takes one step: a partition of the statements, with its own unique ids,
    and one of each of their index tables, whose foreign key refers to it only.
    """
    last = statement_keys.compute_first_key(compute_month_start(at, months + 1))
    steps = []
    while end < last:
        begin, end = (
            end,
            statement_keys.compute_first_key(
                compute_month_start(statement_keys.decode_moment(end), 1)
            ),
        )
        steps.append(_month(begin, end))
    return steps


def compute_month_start(moment: datetime, months: int) -> datetime:
    """Return the start of the month ``months`` after that of ``moment``, in UTC."""
    years, month = divmod(moment.astimezone(UTC).month - 1 + months, 12)
    return datetime(moment.astimezone(UTC).year + years, month + 1, 1, tzinfo=UTC)


def _month(begin: int, end: int) -> SchemaStep:
    name = f"{statement_keys.decode_moment(begin):%Y_%m}"
    bounds = f"FOR VALUES FROM ({begin}) TO ({end})"
    own = {table_catalogue.STATEMENT: "UNIQUE (uuid)"}
    to_its_statement = (
        f"FOREIGN KEY (statement_id) REFERENCES {table_catalogue.STATEMENT}_{name} (id)"
        " DEFERRABLE INITIALLY DEFERRED"
    )
    return SchemaStep(
        f"What is stored in {statement_keys.decode_moment(begin):%B %Y}",
        [
            f"CREATE TABLE {table}_{name} PARTITION OF {table}"
            f" ({own.get(table, to_its_statement)}) {bounds}"
            for table in table_catalogue.TABLES
        ],
    )
