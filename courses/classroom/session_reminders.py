"""Reminders of sessions that begin tomorrow, sent once."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.classroom import session_notices
from courses.classroom.models import Session
from elearning.staff.models import StaffMember


def send_session_reminders(at: datetime) -> int:
    """Notify everybody with a seat in a session of tomorrow; return the number of new notices.

    People who are on leave today or have left get none. Safe to repeat; after a move,
    the session may be announced again.
    """
    today = timezone.localdate(at)
    begins = timezone.make_aware(datetime.combine(today + timedelta(days=1), time.min))
    tomorrow = Session.objects.standing().filter(
        closed_at=None, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    known = tomorrow.select_related("course", "establishment")
    here = StaffMember.objects.at_work(today)
    return sum(
        session_notices.notify_participants(
            session,
            session.registrations.seated().filter(learner__in=here.values("pk")),
            session_notices.TOMORROW,
            at=at,
        )
        for session in known.prefetch_related("all_days")
    )
