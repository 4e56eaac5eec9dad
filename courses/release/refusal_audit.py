"""Audit entries for refusals: the change is rolled back, the attempt is recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import models, transaction

from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


@contextmanager
def record_refusals(
    action: str, refusal: type[Exception], *, by: "User | None", on: models.Model
) -> Iterator[None]:
    """Run the block in one transaction; record a ``refusal`` after rolling back.

    The audit entry ``action`` says who tried it on which row, and why it was refused.
    It is written after the failed transaction; the error is raised again.
    """
    try:
        with transaction.atomic():
            yield
    except refusal as error:
        audit_log.record_action(action, by=by, on=on, reason=str(error))
        raise
