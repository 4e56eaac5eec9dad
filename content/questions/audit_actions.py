"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "questions.exported": _("Questions exported"),
        "questions.imported": _("Questions imported"),
        "questions.pictures_removed": _("Unused question pictures deleted"),
        "questions.restored": _("Older version of a question restored"),
    },
    areas={"questions": _("Question bank")},
)
