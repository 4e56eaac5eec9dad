"""The number of unread notices, which every page shows."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from elearning.notices.models import Notice
from elearning.prepared_queries import PreparedQuery, QueryParameter

if TYPE_CHECKING:
    from elearning.accounts.models import User


@PreparedQuery
def _numbers() -> QuerySet[Notice, int]:
    user: Any = QueryParameter("user", Notice, "user")
    unread = Notice.objects.visible_to(user).unread()
    counted = unread.values("user").annotate(number=Count("pk"))
    return counted.values_list("number", flat=True)


def count_unread_notices(user: "User") -> int:
    """Return the number of notices that ``user`` has not read."""
    return next(iter(_numbers.ask(user=user.pk)), 0)
