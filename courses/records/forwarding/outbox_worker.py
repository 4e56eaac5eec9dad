"""Forwarding of statements to other Learning Record Stores, if any are configured.

Waiting statements are found from the outbox, so that a worker killed at any point loses
nothing. Each target is served by one worker at a time, which holds a lease of it but no
transaction: nothing is locked while waiting for the network.
"""

import logging
import random
import time
from collections import deque
from contextlib import ExitStack
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db.models import F

from courses.records.forwarding import target_secrets
from courses.records.forwarding.batch_delivery import StatementSender
from courses.records.forwarding.delivery_errors import DeliveryError
from courses.records.forwarding.remote_store import RemoteStore
from courses.records.forwarding.version_negotiation import fetch_shared_versions
from elearning.lrs.models import Outbox, Target

logger = logging.getLogger("elearning.forwarding")

_AT_ONCE = 100
_MOST_CHARACTERS = 2_000_000
_LONGEST_TURN = 5  # seconds: the worker has other jobs
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def send_due_statements(at: datetime) -> int:
    """Send what waits for each target that is not paused; return the number delivered.

    Targets take turns, one batch each, so that none waits for the backlog of another. A
    target that is unavailable or refuses the credential is paused, longer each time,
    and loses nothing. A permanently refused statement is parked with its reason.
    """
    began = time.monotonic()
    lines = deque(_Line(target, at) for target in Target.objects.ready(at))
    sent = 0
    with ExitStack() as stack:
        for line in lines:
            stack.callback(line.close)
        while lines and time.monotonic() - began < _LONGEST_TURN:
            line = lines.popleft()
            arrived = line.send()
            if arrived is not None:
                sent += arrived
                lines.append(line)
    return sent


class _LeaseLostError(Exception):
    """Another worker has taken the target, because this one was too slow."""


class _Line:
    """One target in one turn of the worker: its lease, its connection, its failures."""

    def __init__(self, target: Target, at: datetime) -> None:
        self._target = target
        self._at = at
        self._began = time.monotonic()
        self._renewed: datetime | None = None
        self._remote: RemoteStore | None = None

    def send(self) -> int | None:
        """Send a batch and return the number delivered; ``None`` ends the turn."""
        if self._renewed is None and not self._take():
            return None
        rows = self._next_rows()
        if not rows:
            return None
        try:
            self._remote = self._remote or self._connected()
            if not self._target.versions:
                self._note(versions=fetch_shared_versions(self._remote))
            arrived = StatementSender(self._remote, self._target.versions).deliver(rows)
        except _LeaseLostError:
            return None
        except (DeliveryError, OSError, HTTPException) as error:
            self._pause(DeliveryError.of(error))
            return None
        self._note(
            failures=0, paused_until=None, last_error="", last_sent_at=self._now()
        )
        return arrived

    def close(self) -> None:
        if self._remote:
            self._remote.close()
        if self._renewed:
            self._target.give_back()

    def _take(self) -> bool:
        now = self._now()
        if self._target.take(at=now, until=now + _lease()):
            self._renewed = now
        return self._renewed is not None

    def _renew(self) -> None:
        """Renew the lease; called before each request, since none outlasts a lease."""
        now = self._now()
        if self._renewed and now - self._renewed < _lease() / 4:
            return
        if not self._target.keep(until=now + _lease()):
            self._renewed = None
            raise _LeaseLostError
        self._renewed = now

    def _next_rows(self) -> list[Outbox]:
        waiting = Outbox.objects.waiting().filter(target=self._target)
        rows: list[Outbox] = []
        size = 0
        for row in waiting.select_related("statement")[:_AT_ONCE]:
            size += len(row.statement.payload)
            if rows and size > _MOST_CHARACTERS:
                break
            rows.append(row)
        return rows

    def _connected(self) -> RemoteStore:
        return RemoteStore(
            self._target.endpoint,
            target_secrets.get_authorization_header(self._target.name),
            timeout=settings.XAPI_FORWARD_TIMEOUT,
            before=self._renew,
        )

    def _pause(self, trouble: DeliveryError) -> None:
        longest = _FIRST_PAUSE * 2 ** min(self._target.failures, 10)
        pause = min(longest, _LONGEST_PAUSE) * random.uniform(0.5, 1)  # noqa: S311 — jitter
        self._note(
            failures=F("failures") + 1,
            paused_until=self._now() + pause,
            last_error=trouble.said,
        )
        logger.warning("The target %s is paused: %s", self._target.name, trouble.said)

    def _note(self, **facts: Any) -> None:
        for name, value in facts.items():
            setattr(self._target, name, value)
        Target.objects.filter(pk=self._target.pk).update(**facts)

    def _now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._began)


def _lease() -> timedelta:
    """Return the duration of a lease: four times the longest request.

    A request takes at most three: the rest of an old connection, a new one, a response.
    """
    return timedelta(seconds=4 * settings.XAPI_FORWARD_TIMEOUT)
