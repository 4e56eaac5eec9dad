"""When somebody who answers for others was told last, and what has come since."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max
from django.utils import timezone

from elearning.notices.models import Notice


def list_last_digest_days(kind: str) -> dict[int, date]:
    """Return the day on which each user was last left a digest of ``kind``."""
    told = Notice.objects.filter(kind=kind).values_list("user").order_by()
    return {
        user: timezone.localdate(at) for user, at in told.annotate(Max("created_at"))
    }


def find_newest_day(days: Iterable[date], on: date) -> date:
    """Return the last of ``days`` that has come by ``on``; the first day there is if none has."""
    return max((day for day in days if day <= on), default=date.min)
