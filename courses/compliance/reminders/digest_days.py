"""Days of the last digests, and of new events since."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils import timezone

from elearning.notices.models import Notice


def list_last_digest_days(kind: str) -> dict[int, date]:
    """Return the day of each user’s last digest of ``kind``."""
    told = Notice.objects.filter(kind=kind).values_list("user").order_by()
    return {
        user: timezone.localdate(at) for user, at in told.annotate(Max("created_at"))
    }


def find_newest_day(days: Iterable[date], on: date) -> date:
    """Return the last of ``days`` up to ``on``; ``date.min`` if there is none."""
    return max((day for day in days if day <= on), default=date.min)
