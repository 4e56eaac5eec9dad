"""The form for an access key that an officer creates for another system."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from elearning.api.access_keys import LONGEST
from elearning.api.models import AccessScope

_USUAL = timedelta(days=180)


def _usual_end() -> date:
    return timezone.localdate() + _USUAL


class AccessTokenForm(forms.Form):
    """The purpose, the scopes and the last day of a key."""

    name = forms.CharField(
        label=_("What it is for"),
        help_text=_(
            "The system that will use it, so that you recognise the key later."
        ),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it gives access to"),
        choices=AccessScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing that the key gives access to.")
        },
    )
    expires_on = DayField(
        _("Last day"),
        help_text=_("A year from now at most; create a new key before then."),
        initial=_usual_end,
    )

    def clean_expires_on(self) -> date:
        """Refuse a day that has passed, or is more than a year ahead."""
        day: date = self.cleaned_data["expires_on"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST:
            raise forms.ValidationError(
                _("Choose a last day between today and a year from now.")
            )
        return day
