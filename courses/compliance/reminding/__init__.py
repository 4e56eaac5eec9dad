"""What people are told of courses and updates, once each (curriculum R3, R8, R15, R16)."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.reminding import learner_reminders, reminder_cases
from courses.compliance.reminding.line_manager_digests import LineManagerDigests
from courses.compliance.reminding.officer_digests import OfficerDigests

__all__ = ["send_reminders"]


def send_reminders(at: datetime) -> int:
    """Tell everybody what there is to be told at ``at``; return how many notices are new.

    Learners of their own courses, line managers and personnel officers in a digest. People
    are gone through some hundred at a time, so that memory does not grow with the service.
    A day without a tick is made up for at the next one, nothing is said twice, and nothing
    at all to people on leave, to those who have left or have no account.
    """
    on = timezone.localdate(at)
    minutes = reminder_cases.sum_planned_minutes()
    managers, officers = LineManagerDigests(on), OfficerDigests(on)
    count = 0
    for cases in reminder_cases.iter_reminder_cases(on):
        count += learner_reminders.notify_learners(cases, minutes, on=on, at=at)
        managers.count(cases)
        officers.count(cases)
    return count + managers.tell(at) + officers.tell(at)
