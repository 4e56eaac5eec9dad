"""The form shown before evidence is issued."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.entry_fields import build_purpose_field


class EvidenceForm(forms.Form):
    """The purpose of the evidence, and whether it includes the person’s name."""

    purpose = build_purpose_field(
        _("This is recorded in the audit log, where the person concerned can read it."),
        _("State what the evidence is for; this is recorded."),
    )
    with_name = forms.BooleanField(
        label=_("Add a file with name and service number"),
        help_text=_(
            "Without it, the pack contains no names: the person appears "
            "under a pseudonym."
        ),
        required=False,
    )
