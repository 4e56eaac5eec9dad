"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "courses.exported": _("Course exported as a package"),
        "courses.import_cancelled": _("Import of a course called off"),
        "courses.import_confirmed": _("Import of a course confirmed"),
        "courses.import_refused": _("Import of a course refused"),
        "courses.imported": _("Course created from a package"),
    },
)
