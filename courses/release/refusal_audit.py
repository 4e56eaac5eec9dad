"""Refusals that are kept: a change is undone, what was tried stays in the trail."""

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
    """Do everything inside in one transaction, and note a ``refusal`` after undoing it.

    The entry ``action`` tells who tried it on which row, and why it was refused. It is
    written outside of the transaction that failed, so it outlives it; the error goes on.
    """
    try:
        with transaction.atomic():
            yield
    except refusal as error:
        audit_log.record_action(action, by=by, on=on, reason=str(error))
        raise
