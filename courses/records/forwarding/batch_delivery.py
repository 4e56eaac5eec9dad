"""Delivery of a batch of waiting statements to one store, isolating those it refuses.

Sending a statement twice is harmless: it is sent with its own id, as stored.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from django.utils import timezone

from courses.records.forwarding.delivery_errors import DeliveryError
from courses.records.forwarding.remote_store import RemoteStore, StoreResponse
from courses.records.forwarding.version_negotiation import choose_version
from elearning.lrs.models import Outbox, StatementAttachment
from elearning.lrs.spec import statement_comparison
from elearning.lrs.statements import attachments, multipart
from elearning.lrs.statements.multipart import BodyPart

logger = logging.getLogger("elearning.forwarding")

_JSON = "application/json"
_LONGEST_REASON = 1000
#: Statuses about a statement of the batch, and not about the store or the credential.
_REFUSED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@dataclass(frozen=True)
class StatementSender:
    """Sends statements to one store that supports the versions of ``spoken``."""

    remote: RemoteStore
    spoken: Sequence[str]

    def deliver(self, rows: Sequence[Outbox]) -> int:
        """Send ``rows``, each in a suitable version; return the number delivered.

        Delivered statements leave the outbox, permanently refused ones are parked.
        Raises ``DeliveryError``, ``OSError`` or ``HTTPException`` if the store accepts
        nothing now; what it had accepted by then has left the outbox.
        """
        heavy = _with_data(rows)
        arrived = 0

        def kind(row: Outbox) -> tuple[str | None, int | None]:
            alone = row.pk if row.statement_id in heavy else None
            return choose_version(_said_version(row), self.spoken), alone

        for (version, _alone), group in groupby(rows, kind):
            batch = list(group)
            if version is None:
                for row in batch:
                    _park(row, f"version {_said_version(row)}")
            else:
                arrived += self._send(batch, version)
        return arrived

    def _send(self, rows: Sequence[Outbox], version: str) -> int:
        """Send one batch; if it is refused, halve it to find the cause."""
        answer = self._post([row.statement.payload for row in rows], version)
        if answer.status == HTTPStatus.NO_CONTENT:
            return _arrived(rows)
        if answer.status == HTTPStatus.OK:
            return self._check_off(rows, answer, version)
        if answer.status == HTTPStatus.CONFLICT:
            return self._compare(rows, answer, version)
        if answer.status not in _REFUSED:
            raise DeliveryError(answer.status)
        return self._halve(rows, answer, version)

    def _post(self, payloads: Sequence[str], version: str) -> StoreResponse:
        """Send statements with the attachment data stored here."""
        parts = list(attachments.iter_attachment_parts(payloads))
        if not parts:
            return self.remote.send(payloads, version=version)
        head = BodyPart({"Content-Type": _JSON}, f"[{','.join(payloads)}]".encode())
        boundary = multipart.generate_boundary()
        body = b"".join(multipart.write_multipart([head, *parts], boundary))
        kind = f"multipart/mixed; boundary={boundary}"
        return self.remote.post(body, kind, version=version)

    def _halve(
        self, rows: Sequence[Outbox], answer: StoreResponse, version: str
    ) -> int:
        if len(rows) == 1:
            _park(rows[0], _told(answer))
            return 0
        middle = len(rows) // 2
        return self._send(rows[:middle], version) + self._send(rows[middle:], version)

    def _check_off(
        self, rows: Sequence[Outbox], answer: StoreResponse, version: str
    ) -> int:
        """Remove the statements that the store lists as accepted, and check the others.

        A server that answers 200 to everything, or a store that does not list
        statements that it had already, therefore loses no statement.
        """
        listed = answer.json
        if not isinstance(listed, list):
            raise DeliveryError("stranger")
        taken = {uuid.lower() for uuid in listed if isinstance(uuid, str)}
        missing = [row for row in rows if str(row.statement.uuid) not in taken]
        arrived = _arrived([row for row in rows if row not in missing])
        for row in missing:
            if not self._is_there(row, version):
                raise DeliveryError("lost", row.statement.uuid)
        return arrived + _arrived(missing)

    def _compare(
        self, rows: Sequence[Outbox], answer: StoreResponse, version: str
    ) -> int:
        """Resolve a conflict: find statements that are there already, the same or different."""
        found = {row: self._is_there(row, version) for row in rows}
        arrived = _arrived([row for row, same in found.items() if same])
        for row in (row for row, same in found.items() if same is False):
            _park(row, _told(answer))
        rest = [row for row, same in found.items() if same is None]
        if not rest:
            return arrived
        if len(rest) == len(rows):
            return self._halve(rest, answer, version)
        return arrived + self._send(rest, version)

    def _is_there(self, row: Outbox, version: str) -> bool | None:
        """Return whether the store has this very statement; ``None`` if it has none.

        Without permission to read, it counts as a different statement.
        """
        answer = self.remote.fetch(str(row.statement.uuid), version=version)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        if answer.status not in {HTTPStatus.OK, HTTPStatus.FORBIDDEN}:
            raise DeliveryError(answer.status)
        there = answer.json
        try:
            return statement_comparison.compute_statement_digest(
                there
            ) == statement_comparison.compute_statement_digest(row.statement.content)
        except (AttributeError, KeyError, TypeError):
            return False


def _with_data(rows: Sequence[Outbox]) -> set[int]:
    """Return the keys of statements with attachment data here, which are sent one by one.

    That way, memory holds the data of one request at most.
    """
    named = [r.statement_id for r in rows if '"attachments"' in r.statement.payload]
    kept = StatementAttachment.objects.filter(statement__in=named)
    return set(kept.values_list("statement", flat=True)) if named else set()


def _said_version(row: Outbox) -> str:
    return str(json.loads(row.statement.payload).get("version", ""))


def _told(answer: StoreResponse) -> str:
    return f"{answer.status}: {answer.text[:_LONGEST_REASON]}"


def _park(row: Outbox, reason: str) -> None:
    row.parked, row.parked_at = reason, timezone.now()
    row.save(update_fields=["parked", "parked_at"])
    logger.warning("Statement %s is parked: %s", row.statement.uuid, reason[:3])


def _arrived(rows: Sequence[Outbox]) -> int:
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
