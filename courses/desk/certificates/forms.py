"""Forms for certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.entry_fields import build_purpose_field
from courses.desk.recognition.correction_forms import (
    PassWithdrawalForm,
    build_authority_field,
)


class CertificateSearch(forms.Form):
    """Search words; sent by POST, so that no name appears in an address."""

    words = forms.CharField(
        label=_("Certificate number, service number or family name"),
        max_length=100,
        error_messages={
            "required": _(
                "Type a certificate number, a service number or the start of a family name."
            )
        },
    )


class RevocationProposalForm(PassWithdrawalForm):
    """The ground for revoking a certificate, the authority, and the reason."""

    authority = build_authority_field(
        _("Revoking authority"),
        _("Name the office that revokes the certificate."),
    )


class RevocationDecisionForm(SecondPersonForm):
    """Decision on a revocation, and the reason."""

    confirming = _("Confirm: the certificate is revoked from today")
    declining = _("Decline: the certificate stands")


class CertificateArchiveForm(forms.Form):
    """The purpose of downloading many certificates."""

    purpose = build_purpose_field(
        _("It is recorded in the audit log, where everyone concerned can read it."),
        _("Say what the documents are for. Your answer is recorded."),
    )
