"""The open sessions of an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from elearning.accounts import idle_timeout
from elearning.accounts.session_store import SessionStore
from elearning.accounts.user_agents import ClientDevice, parse_user_agent
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class OpenSession:
    """A session of an account, with its device, start and last use."""

    pk: int
    device: ClientDevice
    since: datetime
    used_at: datetime
    is_current: bool


def list_open_sessions(user: "User", key: str | None) -> list[OpenSession]:
    """Return the sessions of ``user``, the one with ``key`` first, then by last use.

    Sessions that exceeded the idle limit are left out. Two queries.
    """
    running = {
        session.session_key: SessionStore().decode(session.session_data)
        for session in Session.objects.filter(
            session_key__in=_rows(user).values("session_key"),
            expire_date__gt=timezone.now(),
        )
    }
    found = [
        OpenSession(
            pk=row.pk,
            device=parse_user_agent(row.user_agent),
            since=row.created_at,
            used_at=_used_at(running[row.session_key], row.created_at),
            is_current=row.session_key == key,
        )
        for row in _rows(user)
        if idle_timeout.count_seconds_left(running.get(row.session_key, {"seen_at": 0}))
        > 0
    ]
    return sorted(found, key=lambda one: (not one.is_current, -one.used_at.timestamp()))


def end_sessions(user: "User", keys: Iterable[int], *, by: "User | None") -> int:
    """End the sessions of ``user`` with ``keys``; return their number.

    Their pages are signed out at the next click.
    """
    rows = list(_rows(user).filter(pk__in=list(keys)))
    with transaction.atomic():
        for row in rows:
            row.end()
        if rows:
            audit_log.record_action(
                "accounts.sessions_ended", by=by, on=user, number=len(rows)
            )
    return len(rows)


def end_all_sessions(user: "User", *, by: "User | None") -> int:
    """End all sessions of ``user``, whose rights have changed; return their number."""
    return end_sessions(user, _rows(user).values_list("pk", flat=True), by=by)


def remove_expired_sessions(at: datetime) -> int:
    """Delete expired sessions, and return their number.

    Their device records are deleted too, addresses included. For the worker.
    """
    removed, _tables = Session.objects.filter(expire_date__lt=at).delete()
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    running = Session.objects.filter(session_key=OuterRef("session_key"))
    noted = UserSession.objects.filter(last_seen_at__lt=at - longest)
    noted.filter(~Exists(running)).delete()
    return removed


def _rows(user: "User"):  # type: ignore[no-untyped-def]  # noqa: ANN202 — allauth is untyped
    return UserSession.objects.filter(user_id=user.pk)


def _used_at(kept: dict[str, float], since: datetime) -> datetime:
    seen = kept.get("seen_at")
    return datetime.fromtimestamp(seen, UTC) if seen else since
