"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "enquiries.answered": _("Learner's question answered"),
        "enquiries.asked": _("Trainer asked about a paragraph"),
        "enquiries.changed": _("Lesson changed after a learner's question"),
    },
    areas={"enquiries": _("Questions to trainers")},
)
