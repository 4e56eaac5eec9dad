"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "classroom.attendance_noted": _("Attendance recorded"),
        "classroom.left": _("Taken off the list of a session"),
        "classroom.registered": _("Registered for a session"),
        "classroom.seat_given": _("Freed seat at a session reassigned"),
        "classroom.session_cancelled": _("Session called off"),
        "classroom.session_changed": _("Session changed"),
        "classroom.session_closed": _("Session closed"),
        "classroom.session_moved": _("Session moved"),
        "classroom.session_planned": _("Session planned"),
        "classroom.waits": _("Put on the waiting list of a session"),
    },
    areas={"classroom": _("Classroom sessions")},
)
