"""A whole training record for machines: JSON signed by the service (RFC 7515)."""

import base64
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses.certificates.keys import signing_keys
from courses.certificates.models import KeyPurpose

if TYPE_CHECKING:
    from courses.learner.record_download.training_record import (
        PassedCourse,
        RecordedCertificate,
        RecordedReading,
        TrainingRecordFacts,
    )

#: The ``typ`` header of the signature.
TYPE = "training-record+jws"


def sign_training_record(whole: "TrainingRecordFacts") -> bytes:
    """Return ``whole`` as readable JSON, with a detached signature.

    ``record`` is the content. ``signature`` is a JWS without its payload (RFC 7515,
    appendix F) over ``record`` in canonical form (RFC 8785), made with the credential
    key; ``kid`` identifies it among the public keys. Raises ``UnusableKeyError``.
    """
    record = build_plain_record(whole)
    told = {"record": record, "signature": _signature(encode_canonical_json(record))}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def encode_canonical_json(record: dict[str, Any]) -> bytes:
    """Return ``record`` in canonical form (RFC 8785); it has only texts and integers."""
    return json.dumps(
        record, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def build_plain_record(whole: "TrainingRecordFacts") -> dict[str, Any]:
    """Return ``whole`` as plain values; dates are ISO 8601."""
    return {
        "type": "training-record",
        "version": 1,
        "number": whole.number,
        "as_of": whole.at.isoformat(timespec="seconds"),
        "issuer": f"{settings.BASE_URL}/credentials/issuer/",
        "holder": whole.holder,
        "courses": [_pass(row) for row in whole.passes],
        "certificates": [_paper(row) for row in whole.certificates],
        "guidelines": [_reading(row) for row in whole.readings],
    }


def _pass(row: "PassedCourse") -> dict[str, Any]:
    return {
        "course": row.course,
        "titles": row.titles,
        "edition": row.edition,
        "passed_on": row.passed_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "basis": row.basis,
        "state": row.state,
    }


def _paper(row: "RecordedCertificate") -> dict[str, Any]:
    return {
        "number": row.number,
        "course": row.course,
        "titles": row.titles,
        "issued_on": row.issued_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "state": row.state,
        "since": row.since.isoformat() if row.since else None,
        "holder": row.holder,
    }


def _reading(row: "RecordedReading") -> dict[str, Any]:
    return {
        "guideline": row.guideline,
        "titles": row.titles,
        "edition": row.edition,
        "read_on": row.read_on.isoformat(),
    }


def _signature(payload: bytes) -> str:
    key = signing_keys.get_current_key(KeyPurpose.CREDENTIAL)
    header = encode_canonical_json({"alg": "EdDSA", "kid": key.kid, "typ": TYPE})
    protected = _text(header)
    seal = signing_keys.sign_data(key, f"{protected}.{_text(payload)}".encode())
    return f"{protected}..{_text(seal)}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
