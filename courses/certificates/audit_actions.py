"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "certificates.corrected": _("Certificate replaced after a correction"),
        "certificates.design_confirmed": _("Certificate design put into use"),
        "certificates.design_declined": _("Certificate design declined"),
        "certificates.design_proposed": _("Certificate design proposed"),
        "certificates.downloaded": _("Certificate downloaded"),
        "certificates.issued": _("Certificate issued"),
        "certificates.key_made": _("Signing key created"),
        "certificates.key_revoked": _("Signing key revoked"),
        "certificates.paper_altered": _("Altered certificate file recreated"),
        "certificates.papers_resealed": _(
            "Certificate documents sealed with a newer key"
        ),
        "certificates.replaced": _("Certificate replaced by one with the new name"),
        "certificates.revocation_confirmed": _("Revocation of a certificate confirmed"),
        "certificates.revocation_declined": _("Revocation of a certificate declined"),
        "certificates.revocation_proposed": _("Revocation of a certificate proposed"),
        "certificates.revoked": _("Certificate revoked"),
        "certificates.superseded": _("Another certificate issued in its place"),
        "certificates.viewed": _("Certificate viewed"),
    },
    areas={"certificates": _("Certificates")},
)
