"""Put statements on record, in the transaction in which what they tell happened.

All statements of one act go to the store together, at its end and in order: a fact that
is rolled back takes its story with it, and a statement that cannot be stored takes the
fact. The store makes nobody wait for a writer in between.
"""

from datetime import datetime
from typing import Any

from courses import acts
from courses.records import iris, xapi
from elearning.lrs import storing
from elearning.lrs.models import Statement

#: Words and keys that name what happened; the id of its statement follows from them.
type Fact = tuple[object, ...]


def tell(*statements: dict[str, Any]) -> None:
    """Store ``statements`` at the end of the act; at once where none is under way."""
    acts.put_off(_store, list(statements))


def is_told(*fact: object) -> bool:
    """Tell whether the statement of ``fact`` is on record already."""
    return Statement.objects.filter(uuid=iris.statement_id(*fact)).exists()


def void(fact: Fact, *, at: datetime) -> None:
    """Void the statement of ``fact``, which is on record: what it tells never was."""
    tell(xapi.voiding(fact, at=at))


def _store(statements: list[dict[str, Any]]) -> None:
    storing.store(statements, authority=xapi.authority())
