"""Confirmation by a trainer that a lesson is still right after a clause has changed."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Unit, UnitVersion
from courses.provisions import staleness
from courses.provisions.errors import ProvisionError
from courses.provisions.models import ClauseChange
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


def reaffirm_lesson(
    version: UnitVersion,
    block: str,
    *,
    read: Collection[int],
    reason: str,
    by: "User",
    at: datetime,
) -> list[ClauseChange]:
    """Record that ``block`` of a lesson is still right; return the changes concerned.

    Without a block, the whole lesson is meant. ``read`` are the keys of the changes that
    ``by`` has read; others still wait. Raises ``ProvisionError`` without a reason, or if
    no change is waiting for an answer.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ProvisionError(_("Say in a sentence why it is still right."))
    with transaction.atomic():
        Unit.objects.select_for_update(no_key=True).get(pk=version.unit_id)
        changes = staleness.record_reaffirmations(
            version, block=block, read=read, reason=reason, by=by, at=at
        )
        if not changes:
            raise ProvisionError(
                _("There is no changed clause here that needs an answer.")
            )
        audit_log.record_action(
            "provisions.lesson_reaffirmed",
            by=by,
            on=version.unit,
            reason=reason,
            block=block,
            clauses=[str(one.clause) for one in changes],
        )
    return changes
