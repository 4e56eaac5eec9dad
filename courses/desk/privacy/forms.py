"""Forms for privacy requests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.desk.kit.decision_forms import SecondPersonForm


class PrivacyRequestFilter(forms.Form):
    """Filter of privacy requests by state."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("waiting", pgettext_lazy("request", "Waiting for a decision")),
            ("decided", pgettext_lazy("request", "Decided")),
        ],
        required=False,
    )


class ErasureDecisionForm(SecondPersonForm):
    """The decision on an erasure, with a reason that the person reads."""

    confirming = _("Grant: what is listed above is erased")
    declining = _("Do not grant: everything stays as it is")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The person will read this.")
