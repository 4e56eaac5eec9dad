"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "courses.created": _("Course created"),
        "courses.translation_saved": _("Translation saved as a draft"),
    },
)
