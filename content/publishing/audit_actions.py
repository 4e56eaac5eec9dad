"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "publishing.deletion_refused": _("Deletion of something published refused"),
        "publishing.fact_checked": _("Fact checked against its source"),
        "publishing.publication_refused": _("Publication refused"),
    },
    areas={"publishing": _("Publication")},
)
