"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "recognition.claim_confirmed": _("Training passed elsewhere recognised"),
        "recognition.claim_declined": _("Training passed elsewhere not recognised"),
        "recognition.claimed": _("Training passed elsewhere entered"),
        "recognition.correction_confirmed": _("Correction of a pass confirmed"),
        "recognition.correction_declined": _("Correction of a pass declined"),
        "recognition.correction_proposed": _("Correction of a pass proposed"),
        "recognition.credit_confirmed": _("Equivalent training credited"),
        "recognition.credit_declined": _("Equivalent training not credited"),
        "recognition.credit_proposed": _("Equivalent training entered"),
        "recognition.records_checked": _("Records checked"),
        "recognition.scan_removed": _("Scan of a certificate removed"),
        "recognition.scan_taken": _("Scan of a certificate opened"),
        "recognition.withdrawal_proposed": _("Withdrawal of a pass proposed"),
    },
    areas={"recognition": _("Recognised training")},
)
