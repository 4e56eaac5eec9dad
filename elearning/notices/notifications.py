"""Creation of notices, each once; they are listed on the platform and mailed from there."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from elearning.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User


def notify_user(
    user: "User",
    kind: str,
    key: str,
    *,
    context: dict[str, Any] | None = None,
    url: str = "",
    at: datetime | None = None,
) -> bool:
    """Create a notice for ``user`` and return whether it is new.

    ``key`` names its subject: a person gets the same kind and key once, however often
    this is called. ``url`` is a path without a language.
    """
    _notice, created = Notice.objects.get_or_create(
        user=user,
        kind=kind,
        key=key,
        defaults={
            "context": context or {},
            "url": url,
            "created_at": at or timezone.now(),
        },
    )
    return created


def notify_users(
    users: "QuerySet[User]",
    kind: str,
    key: str,
    *,
    context: dict[str, Any] | None = None,
    url: str = "",
    at: datetime,
) -> int:
    """Create the same notice for each of ``users``; return the number of new ones.

    As ``notify_user``, with the same few queries for any number of people.
    """
    told = Notice.objects.filter(kind=kind, key=key)
    new = users.exclude(pk__in=told.values("user")).order_by("pk").distinct()
    notices = [
        Notice(
            user_id=pk,
            kind=kind,
            key=key,
            context=context or {},
            url=url,
            created_at=at,
        )
        for pk in new.values_list("pk", flat=True)
    ]
    Notice.objects.bulk_create(notices, batch_size=500, ignore_conflicts=True)
    return len(notices)


def store_notices(said: Iterable[Notice]) -> int:
    """Store the unsaved notices ``said``, each for its user, as ``notify_user`` does.

    Returns the number of new ones. Two queries for any number of them, or none.
    """
    rows = {(one.user_id, one.kind, one.key): one for one in said}
    if not rows:
        return 0
    users, kinds, keys = (set(names) for names in zip(*rows, strict=True))
    told = Notice.objects.filter(user__in=users, kind__in=kinds, key__in=keys)
    known = set(told.values_list("user_id", "kind", "key"))
    new = [one for name, one in rows.items() if name not in known]
    Notice.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)
