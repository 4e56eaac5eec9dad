"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "updating.demanded": _("Certificates under a changed guideline to be updated"),
        "updating.done": _("Certificate updated after a changed guideline"),
    },
    areas={"updating": _("Updates of certificates")},
)
