"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "api.key_ended": _("Access key ended"),
        "api.key_made": _("Access key created"),
        "api.refused": _("Record outside the remit refused to another system"),
    },
    areas={"api": _("Access keys")},
)
