"""Status lists: one bit for each certificate, so that asking does not say for whom.

Bitstring Status List 1.0. Bits are told from facts whenever a list is asked for.
"""

import gzip
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from courses.certificates import register
from courses.certificates.credentials import (
    canonical,
    integrity,
    issuer,
    multibase,
    tokens,
)
from courses.certificates.credentials.places import (
    LENGTH,
    place,
    place_of,
    rows_of,
)
from courses.certificates.keys import signing
from courses.certificates.models import Certificate, Purpose, SigningKey
from courses.certificates.updates import overdue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

CONTEXTS = [canonical.CREDENTIALS]
TYPES = ["VerifiableCredential", "BitstringStatusListCredential"]

#: A list is signed anew when a bit changes, and this often all the same.
_RENEWED = timedelta(minutes=10)
#: For how long somebody without a line may go by a list she has.
_GOOD_FOR = timedelta(days=30)
#: When somebody with a line should fetch it again, in milliseconds.
_TTL = 60 * 60 * 1000


class Kind(StrEnum):
    """What a set bit says.

    ``refresh``: another was issued in its place; ``suspension``: it does not count until
    the update that is overdue has been done (curriculum R8).
    """

    REVOCATION = "revocation"
    REFRESH = "refresh"
    SUSPENSION = "suspension"


def entries(certificate: Certificate) -> list[dict[str, str]]:
    """Return where the credential of ``certificate`` stands in the lists."""
    number, index = place(certificate)
    return [
        {
            "id": f"{address(kind, number)}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": kind.value,
            "statusListIndex": str(index),
            "statusListCredential": address(kind, number),
        }
        for kind in Kind
    ]


def address(kind: Kind, number: int) -> str:
    """Return where the list ``number`` of ``kind`` is fetched."""
    return f"{settings.BASE_URL}{reverse('credentials-status', args=[kind, number])}"


def exists(number: int) -> bool:
    """Tell whether the list ``number`` has begun; the first is there from the first day."""
    first, _last = rows_of(number)
    return number == 0 or register.newest() >= first


def listed(kind: Kind, number: int, *, at: datetime) -> dict[str, Any]:
    """Return the signed list as it is ``at``, with its proof.

    Raises ``KeyTroubleError`` where the key cannot be used.
    """
    made: dict[str, Any] = _kept(kind, number, at)["credential"]
    return made


def listed_jwt(kind: Kind, number: int, *, at: datetime) -> str:
    """Return the signed list as it is ``at``, as a VC-JWT named by the key's ``kid``."""
    made: str = _kept(kind, number, at)["token"]
    return made


def bits(kind: Kind, number: int, *, on: date) -> bytes:
    """Return the bits of the list on ``on``, the first one highest in its byte.

    A bit is set where the tables say so, and where the audit trail does: what was revoked
    stays so when its row is deleted. Who is suspended follows from the rules alone.
    """
    return _joined(_bits_of_rows(kind, number, on), _bits(_told(kind, on), number))


def _bits_of_rows(kind: Kind, number: int, on: date) -> bytes:
    """Return the bits that the tables tell: one query, and those of ``overdue``."""
    return _bits(_marked(kind, on).filter(pk__range=rows_of(number)), number)


def _told(kind: Kind, on: date) -> set[int]:
    """Return the rows of the certificates whose bit is set by what the audit trail tells."""
    if kind is Kind.REVOCATION:
        return register.revoked(on)
    return register.superseded(on) if kind is Kind.REFRESH else set()


def _bits(rows: "Iterable[int]", number: int) -> bytes:
    found = bytearray(LENGTH // 8)
    for pk in rows:
        here = place_of(pk)
        if here.list == number:
            found[here.index // 8] |= 0x80 >> here.index % 8
    return bytes(found)


def _joined(some: bytes, others: bytes) -> bytes:
    return (int.from_bytes(some) | int.from_bytes(others)).to_bytes(len(some))


def _marked(kind: Kind, on: date) -> "QuerySet[Certificate, int]":
    """Return the rows of the certificates whose bit is set, as ``Certificate.judged`` tells."""
    rows = Certificate.objects.order_by().values_list("pk", flat=True)
    if kind is Kind.REVOCATION:
        return rows.filter(completion__withdrawal__withdrawn_on__lte=on)
    if kind is Kind.REFRESH:
        return rows.filter(replaced_by__issued_on__lte=on)
    return rows.filter(completion__in=overdue(on), expires_on__gte=on)


def _kept(kind: Kind, number: int, at: datetime) -> dict[str, Any]:
    """Return the list in both forms, signed already if nothing has changed since.

    What it is kept under holds every bit, so a revocation is seen by the next who asks.
    """
    since = datetime.fromtimestamp(
        at.timestamp() // _RENEWED.seconds * _RENEWED.seconds, tz=at.tzinfo
    )
    found = _current(kind, number, at, since)
    key = signing.current(Purpose.CREDENTIAL)
    said = f"{address(kind, number)} {since.timestamp()} {key.kid}".encode()
    name = f"status-list-{sha256(said + found).hexdigest()}"
    made: dict[str, Any] | None = caches["files"].get(name)
    if made is None:
        made = _signed(kind, number, found, since, key)
        caches["files"].set(name, made, timeout=_RENEWED.seconds)
    return made


def _current(kind: Kind, number: int, at: datetime, since: datetime) -> bytes:
    """Return the bits; what takes long to tell is told at each renewal.

    That is what the trail says, and who is suspended. A row is seen by the next who asks.
    """
    on = timezone.localdate(at)
    name = f"status-bits-{kind}-{number}-{since.timestamp()}"
    known: bytes | None = caches["files"].get(name)
    if known is None:
        known = bits(kind, number, on=on)
        caches["files"].set(name, known, timeout=_RENEWED.seconds)
    elif kind is not Kind.SUSPENSION:
        known = _joined(known, _bits_of_rows(kind, number, on))
    return known


def _signed(
    kind: Kind, number: int, found: bytes, since: datetime, key: SigningKey
) -> dict[str, Any]:
    own = address(kind, number)
    document = {
        "@context": CONTEXTS,
        "id": own,
        "type": TYPES,
        "issuer": issuer.address(),
        "validFrom": issuer.moment(since),
        "validUntil": issuer.moment(since + _GOOD_FOR),
        "credentialSubject": {
            "id": f"{own}#list",
            "type": "BitstringStatusList",
            "statusPurpose": kind.value,
            "encodedList": multibase.base64url(gzip.compress(found, mtime=0)),
            "ttl": _TTL,
        },
    }
    return {
        "credential": integrity.proven(document, key, at=since),
        "token": tokens.token(document, key, kid=key.kid),
    }
