"""What a person asks for of what is kept about her, and what is decided about it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.retention import erasure_request_notices
from courses.retention.errors import RetentionError
from courses.retention.models import PrivacyDecision, PrivacyRequest
from elearning.audit import audit_log
from elearning.notices.notice_texts import NoticeText
from elearning.notices.notifications import notify_user

if TYPE_CHECKING:
    from elearning.accounts.models import User
    from elearning.staff.models import StaffMember

#: What she is told: that it is decided; that it is done (``erasing``).
KIND = "privacy-decided"
#: Where she reads how far it is.
PAGE = "/my/records/erasure/"


def record_data_export(
    learner: "StaffMember", *, by: "User", at: datetime
) -> PrivacyRequest:
    """Keep that ``learner`` took a copy of everything about them: it is theirs at once."""
    with transaction.atomic():
        fact = PrivacyRequest.objects.create(
            learner=learner, kind=PrivacyRequest.Kind.EXPORT, at=at
        )
        audit_log.record_action("learner.archive_downloaded", by=by, on=learner)
    return fact


def request_erasure(
    learner: "StaffMember", *, reason: str, by: "User", at: datetime
) -> PrivacyRequest:
    """Keep that ``learner`` asks for erasure, for the personnel office to decide.

    Raises ``RetentionError`` without a reason, for anybody but herself, and while an
    earlier request is open.
    """
    if learner.user_id != by.pk:
        raise RetentionError(_("Only the person herself asks for erasure."))
    if not reason.strip():
        raise RetentionError(_("Say why: whoever decides reads it."))
    with transaction.atomic():
        learner.lock()
        if PrivacyRequest.objects.open().filter(learner=learner).exists():
            raise RetentionError(
                _("You have asked already. Wait until that request is done.")
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
    """Grant an erasure or do not; what is granted the worker carries out.

    She is told in her language. Raises ``RetentionError`` without a reason, for her own
    request, and where it is decided already.
    """
    if not reason.strip():
        raise RetentionError(_("Give the reason; the person reads it."))
    learner = request.learner
    with transaction.atomic():
        learner.lock()
        asked = PrivacyRequest.objects.undecided().filter(pk=request.pk)
        if not asked.exists():
            raise RetentionError(_("This request is decided already."))
        fact = PrivacyDecision(
            request=request,
            is_granted=is_confirmed,
            reason=reason.strip(),
            by=by,
            at=at,
        )
        fact.save()
        audit_log.record_action(
            "privacy.granted" if is_confirmed else "privacy.refused",
            by=by,
            on=request,
            person=learner.key,
            reason=fact.reason,
        )
        if learner.user is not None:
            context = {"is_granted": is_confirmed}
            notify_user(
                learner.user, KIND, str(request.key), context=context, url=PAGE, at=at
            )
    return fact


def render_erasure_decided_notice(context: dict[str, Any]) -> NoticeText:
    """Return the words of the notice about a decision."""
    if context["is_granted"]:
        return NoticeText(_("Your request for erasure was granted"))
    return NoticeText(
        _("Your request for erasure was not granted"),
        _("The reason is on the page of your request."),
    )
