"""Schema changes in steps, planned as a whole, then printed or executed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

#: Give up rather than let readers and writers queue behind a waiting lock.
_PATIENCE = "SET LOCAL lock_timeout = '10s'"


@dataclass(frozen=True)
class SchemaStep:
    """SQL statements executed in one transaction; ``why`` gives their purpose."""

    why: str
    statements: Sequence[str]

    def do(self) -> None:
        """Execute the step atomically. Raises ``OperationalError`` on a lock timeout."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (_PATIENCE, *self.statements):
                cursor.execute(statement)

    def __str__(self) -> str:
        lines = [f"{statement};" for statement in self.statements]
        return "\n".join([f"-- {self.why}", "BEGIN;", *lines, "COMMIT;"])


@dataclass(frozen=True)
class RepeatedStep:
    """A SQL statement repeated, each time in its own transaction, until done.

    It contains ``%(after)s``, the key to continue after, and returns the next one.
    """

    why: str
    statement: str

    def do(self) -> None:
        after: int | None = 0
        while after is not None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(self.statement, {"after": after})
                (after,) = cursor.fetchone() or (None,)

    def __str__(self) -> str:
        again = "-- … and again after each key it returns, until it returns none"
        return f"-- {self.why}\n{self.statement % {'after': 0}};\n{again}"


type Plan = Sequence[SchemaStep | RepeatedStep]


def build_single_steps(why: str, statements: Iterable[str]) -> list[SchemaStep]:
    """Return steps that each run in their own transaction."""
    return [SchemaStep(why, [statement]) for statement in statements]
