"""Sessions, their days and changes; registrations and attendance."""

from courses.classroom.models.classroom_session import (
    Session,
    SessionChange,
    SessionDay,
)
from courses.classroom.models.registration import Attendance, Registration

__all__ = ["Attendance", "Registration", "Session", "SessionChange", "SessionDay"]
