"""Forms for retention."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt
from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


class LegalHoldForm(ReasonForm):
    """The data of a person to put on hold, the reason, and the last day."""

    attempt = forms.ModelChoiceField(
        label=_("What to put on hold"),
        queryset=Attempt.every.none(),
        required=False,
        empty_label=_("Everything about the person"),
    )
    until = DayField(
        _("Last day"),
        required=False,
        help_text=_("Leave it empty to keep the hold until a second person lifts it."),
    )
    field_order = ("attempt", "reason", "until")

    def __init__(self, *args: Any, learner: "StaffMember", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["attempt"]
        theirs = Attempt.every.filter(enrolment__learner=learner).answered_still()
        offered.queryset = theirs.select_related(
            "enrolment__course", "paper__version"
        ).order_by("-started_at")
        offered.label_from_instance = _named


def _named(attempt: Attempt) -> str:
    day = f"{attempt.started_at:%d.%m.%Y}"
    return f"{attempt.enrolment.course.code}, {attempt.title}, {day}"
