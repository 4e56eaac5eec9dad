"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "competencies.domain_set": _("Domain of competence set"),
        "competencies.profile_set": _("Profile of a position set"),
        "competencies.target_set": _("Level required by a position set"),
    },
    areas={"competencies": _("Competency framework")},
)
