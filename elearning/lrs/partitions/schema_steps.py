"""Steps that change tables: planned whole, then printed or done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

#: Rather give up than have readers and writers queue behind a lock that is waited for.
_PATIENCE = "SET LOCAL lock_timeout = '10s'"


@dataclass(frozen=True)
class SchemaStep:
    """Statements done in one transaction; ``why`` says what for."""

    why: str
    statements: Sequence[str]

    def do(self) -> None:
        """Do it, all or nothing. Raises ``OperationalError`` where a lock is not got."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in (_PATIENCE, *self.statements):
                cursor.execute(statement)

    def __str__(self) -> str:
        lines = [f"{statement};" for statement in self.statements]
        return "\n".join([f"-- {self.why}", "BEGIN;", *lines, "COMMIT;"])


@dataclass(frozen=True)
class RepeatedStep:
    """A statement done again and again, each in a transaction, until all is done.

    It contains ``%(after)s``, the key to go on after, and returns the next one.
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
    """Return steps that are done each in a transaction of its own."""
    return [SchemaStep(why, [statement]) for statement in statements]
