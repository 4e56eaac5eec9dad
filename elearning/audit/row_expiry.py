"""Removal of expired content from append-only rows.

Only content that the model declares can be removed (``AppendOnly.expires``,
``AppendOnly.expiring_words``), and only under the retention rules (curriculum R18) or
an erasure request. The caller records what was removed, in the same transaction.
"""

from typing import TYPE_CHECKING, Any

from elearning.audit.errors import AuditError
from elearning.audit.models import AppendOnly

if TYPE_CHECKING:
    from django.db import models


def delete_expired_rows(rows: "models.QuerySet[Any]") -> int:
    """Delete ``rows`` and return their number.

    Raises ``AuditError`` for a model whose rows never expire.
    """
    if not (issubclass(rows.model, AppendOnly) and rows.model.expires):
        raise AuditError(f"Rows of {rows.model.__name__} are kept for good.")
    number, _by_model = rows.delete()
    return number


def blank_expired_column(
    rows: "models.QuerySet[Any]", column: str, *, to: str = ""
) -> int:
    """Replace the text in ``column`` by ``to``; return the number of rows changed.

    Rows already replaced are skipped, so it is safe to repeat. Raises ``AuditError``
    for a column that never expires.
    """
    if not (issubclass(rows.model, AppendOnly) and column in rows.model.expiring_words):
        raise AuditError(f"{rows.model.__name__}.{column} is kept for good.")
    return rows.exclude(**{column: to}).update(**{column: to})
