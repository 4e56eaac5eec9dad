"""A learner’s requests for erasure of personal data."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.retention import data_erasure, retention_report
from courses.retention.models import PrivacyRequest

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


class ErasureForm(forms.Form):
    """The reason for a request for erasure."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who decides will read it. Do not name other people."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give a reason: the person who decides will read it.")
        },
    )


def find_last_erasure(learner: "StaffMember") -> PrivacyRequest | None:
    """Return the newest request for erasure of ``learner``."""
    last: PrivacyRequest | None = _requests(learner).first()
    return last


def build_erasure_context(learner: "StaffMember", *, at: datetime) -> dict[str, Any]:
    """Return the requests of ``learner``, and the erasable data while none is open."""
    requests = list(_requests(learner))
    for one in requests:
        if one.state == PrivacyRequest.State.DONE:
            one.parts = retention_report.format_removed_parts(one.erasure.gone)
    waiting = [one for one in requests if one.state in {"asked", "granted"}]
    return {
        "requests": requests,
        "is_open": bool(waiting),
        "waits_for": data_erasure.find_erasure_obstacle(waiting[0], at=at)
        if waiting
        else "",
        "stock": None if waiting else data_erasure.count_erasable_data(learner, at=at),
    }


def _requests(learner: "StaffMember") -> Any:
    found = PrivacyRequest.objects.erasures().filter(learner=learner)
    return found.select_related("learner", "decision", "erasure")
