"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "compliance.classroom_course_made": _("Classroom course added"),
        "compliance.exception_decided": _("Decision about an exception to a rule"),
        "compliance.exceptions_found": _("Exceptions to rules found"),
        "compliance.exempted": _("Exempted from a course"),
        "compliance.exemption_confirmed": _("Exemption confirmed by a second officer"),
        "compliance.exemption_declined": _(
            "Longer exemption declined by a second officer"
        ),
        "compliance.exemption_ended": _("Exemption ended"),
        "compliance.exemption_limited": _("Exemption waits for a second officer"),
        "compliance.qualification_made": _("External qualification added"),
        "compliance.required": _("Requirement added"),
        "compliance.requirement_ended": _("Requirement ended"),
        "compliance.simulated": _("Fictional service created"),
        "questions.key_viewed": _(
            "Answer key read by someone who has to pass the course"
        ),
        "questions.keys_viewed": _("Answer keys of a course read"),
    },
    areas={"compliance": _("Compliance")},
)
