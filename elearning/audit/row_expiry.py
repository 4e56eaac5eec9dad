"""The one way by which something of an append-only row goes: its time is over.

Only what the model names goes (``AppendOnly.expires``, ``AppendOnly.expiring_words``), and
only for whoever keeps the rules of retention (curriculum R18) or carries out a request for
erasure. The caller notes what went, in the same transaction.
"""

from typing import TYPE_CHECKING, Any

from elearning.audit.errors import AuditError
from elearning.audit.models import AppendOnly

if TYPE_CHECKING:
    from django.db import models


def delete_expired_rows(rows: "models.QuerySet[Any]") -> int:
    """Delete ``rows`` and return how many there were.

    Raises ``AuditError`` for a model whose rows are kept for good.
    """
    if not (issubclass(rows.model, AppendOnly) and rows.model.expires):
        raise AuditError(f"Rows of {rows.model.__name__} are kept for good.")
    number, _by_model = rows.delete()
    return number


def blank_expired_column(
    rows: "models.QuerySet[Any]", column: str, *, to: str = ""
) -> int:
    """Put ``to`` in the place of the words in ``column``; return in how many rows.

    Rows without words are left alone, so that it can be repeated. Raises ``AuditError``
    for a column that is kept for good.
    """
    if not (issubclass(rows.model, AppendOnly) and column in rows.model.expiring_words):
        raise AuditError(f"{rows.model.__name__}.{column} is kept for good.")
    return rows.exclude(**{column: to}).update(**{column: to})
