"""Emission of statements, in the transaction of the act they are about.

All statements of one act are stored together, at its end and in order: if the act is
rolled back, so are its statements, and if a statement cannot be stored, the act is
rolled back. Other writers of the store do not wait during the act.
"""

from datetime import datetime
from typing import Any

from courses import transactions
from courses.records.statements import iris, statement_builder
from elearning.lrs.models import Statement
from elearning.lrs.statements import statement_store

#: Words and keys that identify what happened; the id of the statement is derived from
#: them.
type Fact = tuple[object, ...]


def emit_statements(*statements: dict[str, Any]) -> None:
    """Store ``statements`` at the end of the unit of work; at once outside one."""
    transactions.defer_batch(_store, list(statements))


def has_statement(*fact: object) -> bool:
    """Return whether the statement of ``fact`` is stored already."""
    return Statement.objects.filter(uuid=iris.derive_statement_id(*fact)).exists()


def void_statement(fact: Fact, *, at: datetime) -> None:
    """Void the stored statement of ``fact``, which never happened."""
    emit_statements(statement_builder.build_voiding_statement(fact, at=at))


def _store(statements: list[dict[str, Any]]) -> None:
    statement_store.store_statements(
        statements, authority=statement_builder.build_authority()
    )
