"""Public facts of a certificate: everything printed except the name."""

import hashlib
import hmac
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from courses.certificates import numbering
from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.models import Certificate
from courses.certificates.qr_claims import name_commitments
from courses.certificates.verification.certificate_lookup import FoundCertificate


def build_public_facts(found: FoundCertificate, *, at: datetime) -> dict[str, Any]:
    """Return the printed claims and the state at ``at``, as plain values.

    Every printed claim is included, so that altered certificates are noticed; the name
    is not. ``since`` is the day from which it is replaced or revoked; a newer
    certificate is mentioned, without details. ``differs`` lists the signed claims that
    differ from the register. The due date of an update is included.
    """
    certificate = found.certificate
    on = timezone.localdate(at)
    touched = getattr(certificate, "is_touched", True)
    update = certificate.update_on(on) if touched else None
    certificate.update_due_on = update
    state = _state(certificate, on, update)
    since = _since(certificate, state)
    return {
        "status": state,
        "since": since.isoformat() if since else None,
        "as_of": timezone.localtime(at).isoformat(timespec="seconds"),
        "number": certificate.number,
        "issued_on": certificate.issued_on.isoformat(),
        "expires_on": certificate.expires_on.isoformat(),
        "update_due_on": update.isoformat() if update else None,
        "course": certificate.course_code,
        "title": certificate.public_titles,
        "edition": certificate.edition_number,
        "differs": list(found.differing),
    }


def is_name_or_number(found: FoundCertificate, typed: str) -> bool:
    """Tell whether ``typed`` is the printed name or number.

    Names are compared after ``name_commitments.normalise_name``; after a QR code was
    scanned, the name in the register must also match the signed commitment. The
    comparison takes the same time for any input.
    """
    certificate, claim = found.certificate, found.claim
    number = _is_same(certificate.number, numbering.normalise_number(typed))
    name, kept = name_commitments.normalise_name(typed), certificate.holder_name
    same = _is_same(name_commitments.normalise_name(kept), name)
    as_printed = _is_same(name_commitments.normalise_name(make_printable(kept)), name)
    is_name = (same | as_printed) and bool(name)
    if claim is not None:
        signed = name_commitments.compute_name_commitment(kept, claim.salt)
        is_name = hmac.compare_digest(claim.commitment, signed) and is_name
    return number or is_name


def _state(certificate: Certificate, on: date, update_due_on: date | None) -> str:
    """Return the state on ``on``; nothing is valid before its day of issue."""
    state = certificate.judged(on, update_due_on)
    is_early = on < certificate.issued_on and state == "valid"
    return "not_yet_valid" if is_early else state


def _since(certificate: Certificate, state: str) -> date | None:
    if state == "revoked":
        return certificate.revoked_on
    return certificate.replaced_on if state == "replaced" else None


def _is_same(kept: str, typed: str) -> bool:
    return hmac.compare_digest(_digest(kept), _digest(typed))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
