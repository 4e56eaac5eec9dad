"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "provisions.approval_refused": _("Approval refused"),
        "provisions.changes_weighed": _("Changes to a document assessed"),
        "provisions.edition_released": _("Edition of a document released"),
        "provisions.language_confirmed": _("Translation of a document confirmed"),
        "provisions.lesson_reaffirmed": _(
            "Lesson or page still right under a changed clause"
        ),
        "provisions.release_refused": _("Release refused"),
        "provisions.review_refused": _("Safeguard review refused"),
        "provisions.version_published": _("Version of a document published"),
    },
    areas={"provisions": _("Guidelines and rules")},
)
