"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {"audit.checked": _("Audit log checked by the platform")},
    areas={"audit": _("Audit log")},
)
