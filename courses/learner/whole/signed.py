"""A whole training record for machines: JSON, signed by the service (RFC 7515)."""

import base64
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses.certificates.keys import signing
from courses.certificates.models import Purpose

if TYPE_CHECKING:
    from courses.learner.whole.facts import Paper, Pass, Reading, Whole

#: What a signature of this kind says that it is about.
TYPE = "training-record+jws"


def signed(whole: "Whole") -> bytes:
    """Return ``whole`` as JSON that anybody may read, and its signature beside it.

    ``record`` is what is said. ``signature`` is a JWS without its payload (RFC 7515,
    appendix F) over ``record`` in canonical form (RFC 8785), by the key of credentials;
    ``kid`` names it among the public keys. Raises ``KeyTroubleError``.
    """
    record = plain(whole)
    told = {"record": record, "signature": _signature(canonical(record))}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def canonical(record: dict[str, Any]) -> bytes:
    """Return ``record`` as RFC 8785 writes it: it holds texts and whole numbers alone."""
    return json.dumps(
        record, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def plain(whole: "Whole") -> dict[str, Any]:
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


def _pass(row: "Pass") -> dict[str, Any]:
    return {
        "course": row.course,
        "titles": row.titles,
        "edition": row.edition,
        "passed_on": row.passed_on.isoformat(),
        "valid_until": row.valid_until.isoformat(),
        "basis": row.basis,
        "state": row.state,
    }


def _paper(row: "Paper") -> dict[str, Any]:
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


def _reading(row: "Reading") -> dict[str, Any]:
    return {
        "guideline": row.guideline,
        "titles": row.titles,
        "edition": row.edition,
        "read_on": row.read_on.isoformat(),
    }


def _signature(payload: bytes) -> str:
    key = signing.current(Purpose.CREDENTIAL)
    header = canonical({"alg": "EdDSA", "kid": key.kid, "typ": TYPE})
    protected = _text(header)
    seal = signing.sign(key, f"{protected}.{_text(payload)}".encode())
    return f"{protected}..{_text(seal)}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
