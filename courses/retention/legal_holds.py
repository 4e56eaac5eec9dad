"""Legal holds, which stop removal until a day or until they are lifted."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.retention.errors import RetentionError
from courses.retention.models import HoldLift, RetentionHold
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.decisions import decide_proposal

if TYPE_CHECKING:
    from courses.assessment.models import Attempt
    from elearning.accounts.models import User
    from elearning.staff.models import StaffMember


def place_legal_hold(
    learner: "StaffMember",
    *,
    reason: str,
    by: "User",
    at: datetime,
    attempt: "Attempt | None" = None,
    until: date | None = None,
) -> RetentionHold:
    """Stop removal of all records about ``learner``, or of one attempt.

    Raises ``RetentionError`` without a reason, with a day in the past, and if the same
    hold exists.
    """
    words = require_reason(reason, RetentionError)
    on = timezone.localdate(at)
    if until is not None and until < on:
        raise RetentionError(
            _("The last day has passed. Enter a later one, or leave it empty.")
        )
    with transaction.atomic():
        learner.lock()
        same = RetentionHold.objects.in_force(on).filter(
            learner=learner, attempt=attempt
        )
        if same.exists():
            raise RetentionError(_("These records are on hold already."))
        hold = RetentionHold.objects.create(
            learner=learner,
            attempt=attempt,
            reason=words,
            until=until,
            by=by,
            at=at,
        )
        audit_log.record_action(
            "retention.held",
            by=by,
            on=hold,
            person=learner.key,
            reason=hold.reason,
            attempt=str(attempt.key) if attempt else None,
            until=until,
        )
    return hold


def lift_legal_hold(
    hold: RetentionHold, *, reason: str, by: "User", at: datetime
) -> HoldLift:
    """Lift a hold as a second person; expired records are removed from then on.

    Raises ``RetentionError`` without a reason, for the person who placed it, and if it
    is already lifted or its last day has passed.
    """
    fact = HoldLift(reason=reason, by=by, at=at)
    with transaction.atomic():
        hold.learner.lock()
        if not RetentionHold.objects.in_force(timezone.localdate(at)).filter(
            pk=hold.pk
        ):
            raise RetentionError(_("This hold is no longer in force."))
        return decide_proposal(hold, fact, person=hold.learner.key)
