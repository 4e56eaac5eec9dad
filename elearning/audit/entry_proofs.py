"""Keyed hashes that prove who wrote an entry; the key is not in the database.

Somebody who can only write to the database can neither add an entry nor sign a
checkpoint.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from django.db import models

    from elearning.audit.models import Entry

#: Digits of an entry’s random part, so that equal entries have different proofs.
_RANDOM = 16


def encode_stable_json(values: Any) -> str:
    """Return ``values`` as JSON, identical before storing and after reading."""
    return json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def prove_entry(entry: "Entry") -> str:
    """Return the proof of an entry about to be stored: 64 hexadecimal digits."""
    return _proof(entry, secrets.token_hex(_RANDOM // 2))


def is_proved_entry(entry: "Entry") -> bool:
    """Tell whether the platform wrote ``entry`` in its present form."""
    made = _proof(entry, entry.proof[:_RANDOM])
    return hmac.compare_digest(entry.proof.encode(), made.encode())


def sign_values(values: Iterable[Any], what: str = "checkpoint") -> str:
    """Return the signature of a checkpoint, or of another kind of object named ``what``.

    It is an HMAC-SHA256: 64 hexadecimal digits.
    """
    said = encode_stable_json([what, *values]).encode()
    return hmac.new(settings.AUDIT_KEY.encode(), said, hashlib.sha256).hexdigest()


def hash_fields(row: "models.Model", fields: Iterable[str]) -> str:
    """Return a digest of these fields of ``row``, for the audit entry about it.

    A name among them cannot be guessed from the digest if the row also holds a random
    salt.
    """
    said = encode_stable_json(
        [row.pk, *(_plain(getattr(row, field)) for field in fields)]
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _proof(entry: "Entry", random: str) -> str:
    said = encode_stable_json(
        [
            random,
            _plain(entry.at),
            entry.action,
            entry.by_id,
            entry.subject_type,
            entry.subject_id,
            entry.person,
            entry.reason,
            json.loads(encode_stable_json(entry.details)),
        ]
    )
    made = hmac.new(settings.AUDIT_KEY.encode(), said.encode(), hashlib.sha256)
    return random + made.hexdigest()[_RANDOM:]


def _plain(value: Any) -> Any:
    """Return a value as every database returns it: moments in UTC, numbers as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value.normalize()) if isinstance(value, Decimal) else value
