"""Reminders about courses and updates, each sent once (curriculum R3, R8, R15, R16)."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.reminders import learner_reminders, reminder_cases
from courses.compliance.reminders.line_manager_digests import LineManagerDigests
from courses.compliance.reminders.officer_digests import OfficerDigests

__all__ = ["send_reminders"]


def send_reminders(at: datetime) -> int:
    """Send all reminders due at ``at``; return the number of new notices.

    Learners are told of their own courses, line managers and personnel officers get a
    digest. People are processed in batches, so that memory does not grow with the
    service. A missed day is made up for on the next run, and nothing is sent twice.
    People on leave, people who have left and those without an account get nothing.
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
