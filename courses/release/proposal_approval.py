"""Approval and release of the proposal of a next edition, at the desk."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.models import Approval
from courses.release import content_approvals
from courses.release.releasables import NumberedEdition, get_releasable

if TYPE_CHECKING:
    from elearning.accounts.models import User


def approve_proposal(
    row: models.Model, *, by: "User", seen: str | None = None
) -> list[Approval]:
    """Approve what is new in ``row`` as the second person; return the approvals.

    ``seen`` is the ``seal`` of the proposal on the screen; if the proposal has changed
    since, it is refused, so that nobody approves what they have not read. Parts written
    by ``by`` are left to others. Raises ``ReleaseError`` for faults, or if there is
    nothing to approve.
    """
    found = get_releasable(row)
    with found.record_refusals("approval_refused", by=by):
        found.lock_unchanged(seen)
        if found.faults:
            raise ReleaseError(found.faults)
        waiting = [part.digest for part in found.list_awaiting(by)]
        if not waiting:
            raise ReleaseError(
                [
                    _(
                        "Nothing here is waiting for your approval: it has been "
                        "approved, or you wrote it yourself and a second person has to "
                        "read it."
                    )
                ]
            )
        return content_approvals.approve_content(waiting, by=by)


def release_proposal(
    row: models.Model, *, by: "User", seen: str | None = None, material: str = ""
) -> NumberedEdition:
    """Release the approved proposal of ``row``; see ``Releasable.release``."""
    return get_releasable(row).release(by=by, seen=seen, material=material)
