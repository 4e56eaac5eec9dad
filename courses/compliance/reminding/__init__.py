"""What people are told of courses and updates, once each (curriculum R3, R8, R15, R16)."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.reminding import learners, reading
from courses.compliance.reminding.managers import Managers
from courses.compliance.reminding.officers import Officers

__all__ = ["remind"]


def remind(at: datetime) -> int:
    """Tell everybody what there is to be told at ``at``; return how many notices are new.

    Learners of their own courses, line managers and personnel officers in a digest. People
    are gone through some hundred at a time, so that memory does not grow with the service.
    A day without a tick is made up for at the next one, nothing is said twice, and nothing
    at all to people on leave, to those who have left or have no account.
    """
    on = timezone.localdate(at)
    minutes = reading.planned_minutes()
    managers, officers = Managers(on), Officers(on)
    count = 0
    for cases in reading.cases(on):
        count += learners.tell(cases, minutes, on=on, at=at)
        managers.count(cases)
        officers.count(cases)
    return count + managers.tell(at) + officers.tell(at)
