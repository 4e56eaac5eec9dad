"""Forms around a release: a set time, an exception with a last day, a weight let pass."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.excepting import LONGEST, last_day

_REASON = {"rows": 3}
_MOMENT = {"type": "datetime-local", "class": "width-m"}


class PlanForm(forms.Form):
    """When a release takes place."""

    due = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose a day and a time that are still to come.")
        },
    )


class ExceptionForm(forms.Form):
    """Until when, and why, Kazakh and Russian may differ."""

    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(
            attrs={"type": "date", "class": "width-s"}, format="%Y-%m-%d"
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=_REASON),
        help_text=_("Why it cannot wait, and when the translation will be there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the days that an exception may have."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        days = {"min": today.isoformat(), "max": last_day(today).isoformat()}
        self.fields["until"].widget.attrs.update(days)
        self.fields["until"].help_text = _("At most %(days)d days from today.") % {
            "days": LONGEST
        }


class WeightReasonForm(forms.Form):
    """Why a page may weigh more than its budget."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=_REASON),
        help_text=_("Why learners on a slow line have to load so much."),
    )
