"""Put statements on record, in the transaction in which what they tell happened.

All statements of one act go to the store together, at its end and in order: a fact that
is rolled back takes its story with it, and a statement that cannot be stored takes the
fact. The store makes nobody wait for a writer in between.
"""

from datetime import datetime
from typing import Any

from courses import transactions
from courses.records.statements import iris, statement_builder
from elearning.lrs.models import Statement
from elearning.lrs.statements import statement_store

#: Words and keys that name what happened; the id of its statement follows from them.
type Fact = tuple[object, ...]


def emit_statements(*statements: dict[str, Any]) -> None:
    """Store ``statements`` at the end of the act; at once where none is under way."""
    transactions.defer_batch(_store, list(statements))


def has_statement(*fact: object) -> bool:
    """Tell whether the statement of ``fact`` is on record already."""
    return Statement.objects.filter(uuid=iris.derive_statement_id(*fact)).exists()


def void_statement(fact: Fact, *, at: datetime) -> None:
    """Void the statement of ``fact``, which is on record: what it tells never was."""
    emit_statements(statement_builder.build_voiding_statement(fact, at=at))


def _store(statements: list[dict[str, Any]]) -> None:
    statement_store.store_statements(
        statements, authority=statement_builder.build_authority()
    )
