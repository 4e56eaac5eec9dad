"""Sessions, their days and changes; who has a seat, who waits, who was there."""

from courses.classroom.models.registration import Attendance, Registration
from courses.classroom.models.session import Session, SessionChange, SessionDay

__all__ = ["Attendance", "Registration", "Session", "SessionChange", "SessionDay"]
