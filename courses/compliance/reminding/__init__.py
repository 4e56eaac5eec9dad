"""What learners are told of their courses and updates, once each (curriculum R3, R8, R15, R16)."""

from datetime import datetime

from django.utils import timezone

from courses.compliance.reminding import learners, reading

__all__ = ["remind"]


def remind(at: datetime) -> int:
    """Tell everybody what there is to be told at ``at``; return how many notices are new.

    People are gone through some hundred at a time, so that memory does not grow with the
    service. A day without a tick is made up for at the next one, nothing is said twice,
    and nothing at all to people on leave, to those who have left or have no account.
    """
    on = timezone.localdate(at)
    minutes = reading.planned_minutes()
    return sum(
        learners.tell(cases, minutes, on=on, at=at) for cases in reading.cases(on)
    )
