"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "learner.archive_downloaded": _("Own data downloaded"),
        "privacy.asked": _("Erasure requested"),
        "privacy.erased": _("Erasure carried out"),
        "privacy.granted": _("Erasure granted"),
        "privacy.refused": _("Erasure not granted"),
        "retention.held": _("Records put on hold"),
        "retention.hold_lifted": _("Hold on records lifted"),
        "retention.removed": _("Records removed at the end of the retention period"),
    },
    areas={"privacy": _("Privacy"), "retention": _("Retention periods")},
)
