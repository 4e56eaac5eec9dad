"""Partitions of the months to come."""

from datetime import UTC, datetime

from elearning.lrs import keys
from elearning.lrs.partitions import catalogue
from elearning.lrs.partitions.steps import Plan, Step

#: How many months there are partitions for, in which nothing is stored yet.
AHEAD = 6


def keep_ahead(at: datetime) -> int:
    """Make the partitions of the months to come; return how many months were missing.

    Does nothing where the tables are not partitioned.
    """
    if not catalogue.is_here() or not catalogue.is_partitioned():
        return 0
    steps = ahead(catalogue.end(), at, AHEAD)
    for step in steps:
        step.do()
    return len(steps)


def ahead(end: int, at: datetime, months: int) -> Plan:
    """Return how to go on from the key ``end``, until ``months`` after that of ``at``.

    Each month takes one step: a partition of the statements, with unique ids of its own,
    and one of each index of them, whose foreign key leads to it alone.
    """
    last = keys.first_at(month_after(at, months + 1))
    steps = []
    while end < last:
        begin, end = end, keys.first_at(month_after(keys.moment_of(end), 1))
        steps.append(_month(begin, end))
    return steps


def month_after(moment: datetime, months: int) -> datetime:
    """Return the beginning of the month ``months`` after that of ``moment``, in UTC."""
    years, month = divmod(moment.astimezone(UTC).month - 1 + months, 12)
    return datetime(moment.astimezone(UTC).year + years, month + 1, 1, tzinfo=UTC)


def _month(begin: int, end: int) -> Step:
    name = f"{keys.moment_of(begin):%Y_%m}"
    bounds = f"FOR VALUES FROM ({begin}) TO ({end})"
    own = {catalogue.STATEMENT: "UNIQUE (uuid)"}
    to_its_statement = (
        f"FOREIGN KEY (statement_id) REFERENCES {catalogue.STATEMENT}_{name} (id)"
        " DEFERRABLE INITIALLY DEFERRED"
    )
    return Step(
        f"What is stored in {keys.moment_of(begin):%B %Y}",
        [
            f"CREATE TABLE {table}_{name} PARTITION OF {table}"
            f" ({own.get(table, to_its_statement)}) {bounds}"
            for table in catalogue.TABLES
        ],
    )
