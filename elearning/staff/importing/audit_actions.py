"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "staff.corrected": _("Personal details changed"),
        "staff.import_applied": _("Staff list applied"),
        "staff.import_cancelled": _("Staff list called off"),
        "staff.import_columns_told": _("Columns of a staff list identified"),
        "staff.import_compared": _("Staff list compared"),
        "staff.import_confirmed": _("Staff list confirmed"),
        "staff.import_moved": _("Staff list to be shown again"),
        "staff.import_refused": _("Staff list refused"),
        "staff.import_uploaded": _("Staff list uploaded"),
    },
)
