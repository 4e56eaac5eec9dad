"""Lookup of certificates by their printed codes."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates import certificate_audit
from courses.certificates.credentials.status_positions import compute_status_position
from courses.certificates.errors import QrClaimError
from courses.certificates.models import Certificate
from courses.certificates.qr_claims import claim_codec
from courses.certificates.qr_claims.claim_codec import QrClaim


@dataclass(frozen=True)
class FoundCertificate:
    """A certificate, and what led to it.

    ``claim`` is the signed claim, if one did. ``differing`` lists the fields in which
    it differs from the register, by the keys of
    ``verification_messages.list_claim_labels``.
    """

    certificate: Certificate
    claim: QrClaim | None = None
    differing: tuple[str, ...] = ()


def find_certificate(text: str) -> FoundCertificate | None:
    """Return the certificate of the code or signed claim ``text``.

    ``None`` if no certificate has the code. One query for the row, and two for its
    audit entries and those of its completion. Raises ``QrClaimError`` for a claim that
    this service does not vouch for, whose signature is verified before any row is read,
    and for a row that differs from the audit log.
    """
    rows = Certificate.objects.with_change(timezone.localdate())
    if not claim_codec.is_claim_text(text):
        row = rows.with_code(text)
        return FoundCertificate(_vouched(row)) if row else None
    claim = claim_codec.decode_claim(text)
    row = rows.with_number(claim.number)
    if row is None:
        raise QrClaimError(
            "not_registered",
            _(
                "This QR code was signed here, but the certificate is not in the "
                "register. Ask the office that issued it."
            ),
        )
    differing = _differing(row, claim)
    return FoundCertificate(row if differing else _vouched(row), claim, differing)


def _vouched(row: Certificate) -> Certificate:
    """Return ``row``, or raise ``QrClaimError`` if it was altered outside the platform."""
    for _altered in certificate_audit.iter_altered_certificates([row]):
        raise QrClaimError(
            "altered_register",
            _(
                "The register entry for this certificate is not what was "
                "recorded when it was issued. Do not rely on it; ask the office "
                "that issued it."
            ),
        )
    return row


def _differing(row: Certificate, claim: QrClaim) -> tuple[str, ...]:
    pairs = {
        "course": (row.course_code, claim.course_code),
        "edition": (row.edition_number, claim.edition_number),
        "issued_on": (row.issued_on, claim.issued_on),
        "expires_on": (row.expires_on, claim.expires_on),
        "holder": (row.holder_salt, claim.salt.hex()),
        "place": (compute_status_position(row.pk), claim.place),
    }
    return tuple(word for word, (kept, said) in pairs.items() if kept != said)
