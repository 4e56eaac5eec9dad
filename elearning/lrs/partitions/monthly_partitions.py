"""Partitions of the months to come."""

from datetime import UTC, datetime

from elearning.lrs import statement_keys
from elearning.lrs.partitions import table_catalogue
from elearning.lrs.partitions.schema_steps import Plan, SchemaStep

#: How many months there are partitions for, in which nothing is stored yet.
AHEAD = 6


def create_coming_partitions(at: datetime) -> int:
    """Make the partitions of the months to come; return how many months were missing.

    Does nothing where the tables are not partitioned.
    """
    if not table_catalogue.can_partition() or not table_catalogue.is_partitioned():
        return 0
    steps = plan_coming_partitions(table_catalogue.get_partition_end(), at, AHEAD)
    for step in steps:
        step.do()
    return len(steps)


def plan_coming_partitions(end: int, at: datetime, months: int) -> Plan:
    """Return how to go on from the key ``end``, until ``months`` after that of ``at``.

    Each month takes one step: a partition of the statements, with unique ids of its own,
    and one of each index of them, whose foreign key leads to it alone.
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
    """Return the beginning of the month ``months`` after that of ``moment``, in UTC."""
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
