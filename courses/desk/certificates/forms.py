"""What the desk asks about certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.decision_forms import ReasonForm, SecondPersonForm
from courses.records.models import Withdrawal


class CertificateSearch(forms.Form):
    """Words to find a certificate by; posted, so that no name is left in an address."""

    words = forms.CharField(
        label=_("Certificate number, service number or family name"),
        max_length=100,
        error_messages={
            "required": _(
                "Type a certificate number, a service number or the start of a family name."
            )
        },
    )


class RevocationProposalForm(ReasonForm):
    """On what ground a certificate shall be revoked, by whose authority, and why."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Withdrawal.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    authority = forms.CharField(
        label=_("Revoking authority"),
        help_text=_("An office, not a person: “Training department of the Committee”."),
        max_length=200,
        error_messages={"required": _("Name the office that revokes the certificate.")},
    )
    field_order = ("ground", "authority", "reason")


class RevocationDecisionForm(SecondPersonForm):
    """Whether a revocation is confirmed, and why."""

    confirming = _("Confirm: the certificate is revoked from today")
    declining = _("Decline: the certificate stands")


class CertificateArchiveForm(forms.Form):
    """What many papers are taken away for."""

    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_(
            "It is recorded in the audit log, where everyone concerned can read it."
        ),
        error_messages={
            "required": _("Say what the documents are for. Your answer is recorded.")
        },
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
    )
