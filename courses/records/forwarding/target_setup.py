"""Setup and management of stores to which statements are forwarded.

Everything here is for the desk and the commands; ``outbox_worker`` sends statements.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.records.errors import TargetError
from courses.records.forwarding import target_secrets
from courses.records.forwarding.delivery_errors import (
    DeliveryError,
    explain_delivery_error,
)
from courses.records.forwarding.http_connection import is_allowed_address
from courses.records.forwarding.remote_store import RemoteStore
from courses.records.forwarding.version_negotiation import fetch_shared_versions
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.lrs import statement_keys
from elearning.lrs.models import Outbox, Target, TargetState

_PATIENCE = 10
_SIGNED_ANSWERS = frozenset({200, 204, 400})
_UNTROUBLED = {"failures": 0, "paused_until": None, "last_error": ""}


@dataclass(frozen=True)
class TargetProbeResult:
    """The result of a connection test; ``text`` says what to do next."""

    ok: bool
    text: str


@dataclass(frozen=True)
class TargetRow:
    """One target for the overview; ``last_error`` is in the reader’s language."""

    target: Target
    waiting: int
    parked: int
    last_error: str
    state: TargetState
    last_sent_at: datetime | None


def create_target(
    name: str, endpoint: str, key: str, secret: str, *, by: User | None
) -> Target:
    """Forward everything stored from now on to another store as well.

    ``name`` is short and in Latin letters, ``endpoint`` is the store’s address up to
    “statements”; ``key`` and ``secret`` are written to a file outside the database, and
    may be empty if that file exists. Raises ``TargetError``.
    """
    with transaction.atomic():
        target = Target(name=_named(name), endpoint=_address(endpoint))
        target.save(force_insert=True)
        audit_log.record_action(
            "records.target_created", by=by, on=target, endpoint=endpoint
        )
        _sign(target, key, secret)
    return target


def change_target(
    target: Target,
    *,
    endpoint: str | None = None,
    key: str = "",
    secret: str = "",
    by: User | None,
) -> None:
    """Change a target’s address, or its key and secret; omitted values do not change.

    Earlier failures are cleared, and sending is tried again at once.
    """
    with transaction.atomic():
        if endpoint is not None and endpoint != target.endpoint:
            target.endpoint = _address(endpoint)
            target.versions = []
        _set(target, endpoint=target.endpoint, versions=target.versions, **_UNTROUBLED)
        audit_log.record_action(
            "records.target_changed",
            by=by,
            on=target,
            endpoint=target.endpoint,
            is_signed_anew=bool(key or secret),
        )
        _sign(target, key, secret)


def pause_target(target: Target, *, by: User | None) -> None:
    """Pause a target; statements are queued for it. Repeating changes nothing."""
    running = Target.objects.filter(pk=target.pk, is_held=False)
    with transaction.atomic():
        if running.update(is_held=True):
            audit_log.record_action("records.target_paused", by=by, on=target)
    target.is_held = True


def resume_target(target: Target, *, by: User | None) -> None:
    """Resume sending, with everything that is queued, at once.

    Statements stored while a target was stopped are not included; ``order_backfill``
    adds them.
    """
    with transaction.atomic():
        _set(target, is_active=True, is_held=False, **_UNTROUBLED)
        audit_log.record_action("records.target_resumed", by=by, on=target)


def stop_target(target: Target, *, by: User | None) -> None:
    """Stop a target: nothing more is queued or sent; the present queue is kept.

    Repeating changes nothing.
    """
    facts = {"is_active": False, "backfill_after": None, "backfill_before": None}
    active = Target.objects.active().filter(pk=target.pk)
    with transaction.atomic():
        if active.update(**facts):
            audit_log.record_action("records.target_stopped", by=by, on=target)
    target.refresh_from_db(fields=facts)


def probe_target(target: Target, *, by: User | None) -> TargetProbeResult:
    """Test the store’s versions and the credential; nothing is stored there.

    Records the versions. If everything is fine, a pause after a failure ends.
    """
    try:
        versions = _asked(target)
    except (DeliveryError, OSError, HTTPException) as error:
        said = DeliveryError.of(error).said
        _note_test(target, by=by, last_error=said)
        return TargetProbeResult(ok=False, text=explain_delivery_error(said))
    _note_test(target, by=by, versions=versions, **_UNTROUBLED)
    text = _("The store answers, knows the key and supports xAPI %(versions)s.")
    return TargetProbeResult(ok=True, text=text % {"versions": ", ".join(versions)})


def list_target_rows() -> list[TargetRow]:
    """Return all targets with their status, in one query."""
    return [
        TargetRow(
            target=target,
            waiting=target.waiting,
            parked=target.parked,
            last_error=explain_delivery_error(target.last_error),
            state=target.state,
            last_sent_at=target.last_sent_at,
        )
        for target in Target.objects.counted()
    ]


def list_parked_statements(target: Target) -> QuerySet[Outbox]:
    """Return the permanently refused statements of a target, oldest first, with reasons."""
    rows = Outbox.objects.parked().filter(target=target)
    return rows.select_related("statement")


def retry_target(
    target: Target, rows: Iterable[Outbox] | None = None, *, by: User | None
) -> int:
    """Send parked statements again: those of ``rows``, or all; return their number."""
    chosen = Outbox.objects.parked().filter(target=target)
    if rows is not None:
        chosen = chosen.filter(pk__in=[row.pk for row in rows])
    with transaction.atomic():
        number = chosen.order_by().update(parked="", parked_at=None)
        if number:
            audit_log.record_action(
                "records.parked_retried", by=by, on=target, number=number
            )
    return number


def order_backfill(target: Target, since: datetime, *, by: User | None) -> None:
    """Send a target everything stored from ``since`` until now as well.

    The worker queues it in steps. Repeating is harmless: a statement that the target
    has already counts as delivered. Raises ``TargetError`` for a stopped target.
    """
    if not target.is_active:
        raise TargetError(
            _(
                "Nothing is being sent to this store. Resume sending first, then "
                "send the older statements."
            )
        )
    first = statement_keys.compute_first_key(since)
    with transaction.atomic():
        _set(
            target,
            backfill_after=first - 1,
            backfill_before=statement_keys.compute_first_key_after(datetime.now(UTC)),
        )
        audit_log.record_action(
            "records.backfill_ordered", by=by, on=target, since=since.isoformat()
        )


def _asked(target: Target) -> list[str]:
    remote = RemoteStore(
        target.endpoint,
        target_secrets.get_authorization_header(target.name),
        timeout=_PATIENCE,
    )
    try:
        versions = fetch_shared_versions(remote)
        answer = remote.send([], version=versions[0])
    finally:
        remote.close()
    if answer.status not in _SIGNED_ANSWERS:
        raise DeliveryError(answer.status)
    return versions


def _note_test(target: Target, *, by: User | None, **found: object) -> None:
    with transaction.atomic():
        _set(target, **found)
        is_fine = not target.last_error
        audit_log.record_action(
            "records.target_tested", by=by, on=target, is_fine=is_fine
        )


def _set(target: Target, **facts: object) -> None:
    """Store ``facts`` only: the worker writes the same row."""
    for name, value in facts.items():
        setattr(target, name, value)
    Target.objects.filter(pk=target.pk).update(**facts)


def _sign(target: Target, key: str, secret: str) -> None:
    """Store key and secret, as the last step: a file is not rolled back."""
    if not key and not secret:
        return
    if not key or not secret or ":" in key or not (key + secret).isprintable():
        raise TargetError(
            _(
                "Enter both the key and the secret, each on one line; the key "
                "has no colon."
            ),
            field="key",
        )
    target_secrets.write_target_secret(target.name, key, secret)


def _named(name: str) -> str:
    try:
        Target._meta.get_field("name").clean(name, None)
    except ValidationError as error:
        raise TargetError(
            _("Give the store a short name: Latin letters, digits, hyphens."),
            field="name",
        ) from error
    if Target.objects.filter(name=name).exists():
        raise TargetError(
            _("There is already a store with this name. Choose another name."),
            field="name",
        )
    return name


def _address(endpoint: str) -> str:
    """Return a store’s address if it is valid: without user, password, query or fragment."""
    try:
        url = urlsplit(endpoint)
        is_fine = (
            url.scheme in {"http", "https"}
            and bool(url.hostname)
            and url.port != 0
            and not (url.username or url.password or url.query or url.fragment)
        )
    except ValueError:
        is_fine = False
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not is_fine or not is_plain or len(endpoint) > 200:
        raise TargetError(
            _(
                "Give the address as https://lrs.example/xapi/ up to “statements”, "
                "without a name, a password or a question mark."
            ),
            field="endpoint",
        )
    if not is_allowed_address(endpoint):
        raise TargetError(explain_delivery_error("unlisted"), field="endpoint")
    return endpoint
