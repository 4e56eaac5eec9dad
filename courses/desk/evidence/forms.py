"""The form shown before evidence is issued."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EvidenceForm(forms.Form):
    """The purpose of the evidence, and whether it includes the person’s name."""

    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_(
            "This is recorded in the audit log, where the person concerned can read it."
        ),
        error_messages={
            "required": _("State what the evidence is for; this is recorded.")
        },
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )
    with_name = forms.BooleanField(
        label=_("Add a file with name and service number"),
        help_text=_(
            "Without it, the pack contains no names: the person appears "
            "under a pseudonym."
        ),
        required=False,
    )
