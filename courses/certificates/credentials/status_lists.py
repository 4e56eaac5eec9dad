"""Status lists with one bit for each certificate, so that a request does not reveal which.

Bitstring Status List 1.0. The bits are computed from facts on request.
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

from courses.certificates import certificate_audit
from courses.certificates.credentials import (
    credential_issuer,
    data_integrity,
    json_ld,
    multibase,
    vc_jwt,
)
from courses.certificates.credentials.status_positions import (
    LENGTH,
    compute_row_range,
    compute_status_position,
)
from courses.certificates.keys import signing_keys
from courses.certificates.models import Certificate, KeyPurpose, SigningKey
from courses.certificates.update_deadlines import list_overdue_completions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

CONTEXTS = [json_ld.CREDENTIALS]
TYPES = ["VerifiableCredential", "BitstringStatusListCredential"]

#: A list is signed again when a bit changes, and at least this often.
_RENEWED = timedelta(minutes=10)
#: The validity of a list, for verifiers that are offline.
_GOOD_FOR = timedelta(days=30)
#: When verifiers should fetch a list again, in milliseconds.
_TTL = 60 * 60 * 1000


class StatusPurpose(StrEnum):
    """The meaning of a set bit.

    ``refresh``: another certificate was issued in its place; ``suspension``: it does
    not count until an overdue update is completed (curriculum R8).
    """

    REVOCATION = "revocation"
    REFRESH = "refresh"
    SUSPENSION = "suspension"


def build_status_entries(certificate: Certificate) -> list[dict[str, str]]:
    """Return the entries of ``certificate`` in the lists."""
    number, index = compute_status_position(certificate.pk)
    return [
        {
            "id": f"{build_status_list_url(kind, number)}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": kind.value,
            "statusListIndex": str(index),
            "statusListCredential": build_status_list_url(kind, number),
        }
        for kind in StatusPurpose
    ]


def build_status_list_url(kind: StatusPurpose, number: int) -> str:
    """Return the URL of the list ``number`` of ``kind``."""
    return f"{settings.BASE_URL}{reverse('credentials-status', args=[kind, number])}"


def has_status_list(number: int) -> bool:
    """Tell whether the list ``number`` exists; the first one always does."""
    first, _last = compute_row_range(number)
    return number == 0 or certificate_audit.get_newest_id() >= first


def build_status_list(
    kind: StatusPurpose, number: int, *, at: datetime
) -> dict[str, Any]:
    """Return the list signed for the moment ``at``, with its proof.

    Raises ``UnusableKeyError`` if the key cannot be used.
    """
    made: dict[str, Any] = _kept(kind, number, at)["credential"]
    return made


def build_status_list_jwt(kind: StatusPurpose, number: int, *, at: datetime) -> str:
    """Return the list signed for ``at`` as a VC-JWT, named by the key’s ``kid``."""
    made: str = _kept(kind, number, at)["token"]
    return made


def compute_status_bits(kind: StatusPurpose, number: int, *, on: date) -> bytes:
    """Return the bits of the list on ``on``, most significant bit first.

    A bit is set if the tables or the audit log say so: a revoked certificate stays
    revoked if its row is deleted. Suspension follows from the rules alone.
    """
    return _joined(_bits_of_rows(kind, number, on), _bits(_told(kind, on), number))


def _bits_of_rows(kind: StatusPurpose, number: int, on: date) -> bytes:
    """Return the bits by the tables: one query, and those of ``list_overdue_completions``."""
    return _bits(_marked(kind, on).filter(pk__range=compute_row_range(number)), number)


def _told(kind: StatusPurpose, on: date) -> set[int]:
    if kind is StatusPurpose.REVOCATION:
        return certificate_audit.list_revoked_ids(on)
    return (
        certificate_audit.list_superseded_ids(on)
        if kind is StatusPurpose.REFRESH
        else set()
    )


def _bits(rows: "Iterable[int]", number: int) -> bytes:
    found = bytearray(LENGTH // 8)
    for pk in rows:
        here = compute_status_position(pk)
        if here.list == number:
            found[here.index // 8] |= 0x80 >> here.index % 8
    return bytes(found)


def _joined(some: bytes, others: bytes) -> bytes:
    return (int.from_bytes(some) | int.from_bytes(others)).to_bytes(len(some))


def _marked(kind: StatusPurpose, on: date) -> "QuerySet[Certificate, int]":
    """Return the ids of certificates whose bit is set, as in ``Certificate.judged``."""
    rows = Certificate.objects.order_by().values_list("pk", flat=True)
    if kind is StatusPurpose.REVOCATION:
        return rows.filter(completion__withdrawal__withdrawn_on__lte=on)
    if kind is StatusPurpose.REFRESH:
        return rows.filter(replaced_by__issued_on__lte=on)
    return rows.filter(completion__in=list_overdue_completions(on), expires_on__gte=on)


def _kept(kind: StatusPurpose, number: int, at: datetime) -> dict[str, Any]:
    """Return the list in both forms, from the cache if nothing has changed.

    The cache key contains every bit, so a revocation is seen by the next request.
    """
    since = datetime.fromtimestamp(
        at.timestamp() // _RENEWED.seconds * _RENEWED.seconds, tz=at.tzinfo
    )
    found = _current(kind, number, at, since)
    key = signing_keys.get_current_key(KeyPurpose.CREDENTIAL)
    said = (
        f"{build_status_list_url(kind, number)} {since.timestamp()} {key.kid}".encode()
    )
    name = f"status-list-{sha256(said + found).hexdigest()}"
    made: dict[str, Any] | None = caches["files"].get(name)
    if made is None:
        made = _signed(kind, number, found, since, key)
        caches["files"].set(name, made, timeout=_RENEWED.seconds)
    return made


def _current(kind: StatusPurpose, number: int, at: datetime, since: datetime) -> bytes:
    """Return the bits; slow parts are computed at each renewal.

    These are the audit log and suspensions. Changes of rows are seen by the next
    request.
    """
    on = timezone.localdate(at)
    name = f"status-bits-{kind}-{number}-{since.timestamp()}"
    known: bytes | None = caches["files"].get(name)
    if known is None:
        known = compute_status_bits(kind, number, on=on)
        caches["files"].set(name, known, timeout=_RENEWED.seconds)
    elif kind is not StatusPurpose.SUSPENSION:
        known = _joined(known, _bits_of_rows(kind, number, on))
    return known


def _signed(
    kind: StatusPurpose, number: int, found: bytes, since: datetime, key: SigningKey
) -> dict[str, Any]:
    own = build_status_list_url(kind, number)
    document = {
        "@context": CONTEXTS,
        "id": own,
        "type": TYPES,
        "issuer": credential_issuer.build_issuer_url(),
        "validFrom": credential_issuer.format_timestamp(since),
        "validUntil": credential_issuer.format_timestamp(since + _GOOD_FOR),
        "credentialSubject": {
            "id": f"{own}#list",
            "type": "BitstringStatusList",
            "statusPurpose": kind.value,
            "encodedList": multibase.encode_base64url(gzip.compress(found, mtime=0)),
            "ttl": _TTL,
        },
    }
    return {
        "credential": data_integrity.add_proof(document, key, at=since),
        "token": vc_jwt.sign_token(document, key, kid=key.kid),
    }
