"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "learner.record_downloaded": _("Own training record downloaded"),
        "staff.reports_viewed": _("Course status read by the line manager"),
    },
    areas={"learner": _("Own records")},
)
