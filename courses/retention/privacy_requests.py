"""Privacy requests of learners, and the decisions about them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.retention import erasure_request_notices
from courses.retention.errors import RetentionError
from courses.retention.models import PrivacyDecision, PrivacyRequest
from elearning.audit import audit_log
from elearning.decisions import decide_proposal
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User
    from elearning.staff.models import StaffMember

#: The kind of notice about a decision; ``data_erasure`` has the one about completion.
KIND = "privacy-decided"
#: The page that shows the learner the state of a request.
PAGE = "/my/records/erasure/"


def record_data_export(
    learner: "StaffMember", *, by: "User", at: datetime
) -> PrivacyRequest:
    """Record that ``learner`` took a copy of all their data, which needs no decision."""
    with transaction.atomic():
        fact = PrivacyRequest.objects.create(
            learner=learner, kind=PrivacyRequest.Kind.EXPORT, at=at
        )
        audit_log.record_action("learner.archive_downloaded", by=by, on=learner)
    return fact


def request_erasure(
    learner: "StaffMember", *, reason: str, by: "User", at: datetime
) -> PrivacyRequest:
    """Record that ``learner`` asks for erasure, for the personnel office to decide.

    Raises ``RetentionError`` without a reason, for anybody but the learner, and while
    an earlier request is open.
    """
    if learner.user_id != by.pk:
        raise RetentionError(_("Only the person concerned can ask for erasure."))
    if not reason.strip():
        raise RetentionError(_("Give a reason: the person who decides will read it."))
    with transaction.atomic():
        learner.lock()
        if PrivacyRequest.objects.open().filter(learner=learner).exists():
            raise RetentionError(
                _("You have already made a request. Wait until it has been dealt with.")
            )
        fact = PrivacyRequest.objects.create(
            learner=learner,
            kind=PrivacyRequest.Kind.ERASURE,
            reason=reason.strip(),
            at=at,
        )
        audit_log.record_action("privacy.asked", by=by, on=fact, person=learner.key)
        erasure_request_notices.notify_personnel_office(
            fact, on=timezone.localdate(at), at=at
        )
    return fact


def decide_privacy_request(
    request: PrivacyRequest,
    *,
    is_confirmed: bool,
    reason: str,
    by: "User",
    at: datetime,
) -> PrivacyDecision:
    """Grant or refuse an erasure; the worker carries out granted ones.

    The learner is notified in their language. Raises ``RetentionError`` without a
    reason, for one’s own request, and if it is already decided.
    """
    if not reason.strip():
        raise RetentionError(_("Give the reason; the person reads it."))
    learner = request.learner
    fact = PrivacyDecision(is_granted=is_confirmed, reason=reason, by=by, at=at)
    with transaction.atomic():
        learner.lock()
        decide_proposal(request, fact, person=learner.key)
        if learner.user is not None:
            context = {"is_granted": is_confirmed}
            notify_user(
                learner.user, KIND, str(request.key), context=context, url=PAGE, at=at
            )
    return fact


def render_erasure_decided_notice(context: dict[str, Any]) -> NoticeText:
    """Return the notice about a decision."""
    if context["is_granted"]:
        return NoticeText(_("Your request for erasure was granted"))
    return NoticeText(
        _("Your request for erasure was not granted"),
        _("The reason is on the page of your request."),
    )
