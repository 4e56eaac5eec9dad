"""Examination of the seal of an uploaded PDF."""

import asyncio
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import x509_certificates
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.seals import cms_container
from courses.certificates.seals.seal_locations import (
    SealLocation,
    list_seal_locations,
)
from courses.certificates.seals.seal_signers import load_asn1_certificate

#: The maximum file size in bytes.
LIMIT = 5 * 1024 * 1024


@dataclass(frozen=True)
class SealFinding:
    """The finding about the seal of a file.

    ``problem`` is empty if the file is byte for byte what a trusted key sealed;
    otherwise ``not_a_pdf``, ``too_large``, ``encrypted``, ``unsigned``, ``altered``
    (changed or truncated), ``unknown_key`` (signed by somebody else) or
    ``revoked_key``. ``key`` and ``signed_at`` are the key and the time stated by the
    seal, as far as readable; they prove something only if ``intact``.
    """

    problem: str = ""
    key: SigningKey | None = None
    signed_at: datetime | None = None
    covers_all: bool = False

    @property
    def intact(self) -> bool:
        return not self.problem

    @property
    def kid(self) -> str | None:
        return self.key.kid if self.key else None


def examine_seal(pdf: bytes) -> SealFinding:
    """Return the finding about the seal of ``pdf``; never raises, fetches nothing.

    The PDF is not parsed, as it may be malicious. The bytes are enough: our seals have
    one encoding only, and sign every byte before and after them, so any addition or
    change, in the seal or around it, is reported as ``altered``. Two queries for each
    of the few seals examined.
    """
    if len(pdf) > LIMIT:
        return SealFinding("too_large")
    if b"%PDF-" not in pdf[:1024]:
        return SealFinding("not_a_pdf")
    findings = [_examine(pdf, place) for place in list_seal_locations(pdf)]
    if not findings:
        return SealFinding(_without_seal(pdf))
    return min(findings, key=_weight)


_ENCRYPTED = re.compile(rb"/Encrypt\s{0,9}(?:<<|\d{1,10}\s{1,9}\d{1,5}\s{1,9}R)")
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    match_all_key_usages=True,
    extd_key_usage={x509_certificates.DOCUMENTS.dotted_string},
)


def _without_seal(pdf: bytes) -> str:
    if b"/ByteRange" in pdf:
        return "altered"
    return "encrypted" if _ENCRYPTED.search(pdf) else "unsigned"


def _weight(found: SealFinding) -> tuple[bool, bool]:
    """Order intact seals first, as they cover the others, then those with a key of ours."""
    return (not found.intact, found.key is None)


def _examine(pdf: bytes, place: SealLocation) -> SealFinding:
    signed = cms_container.parse_container(place.seal)
    if signed is None:
        return SealFinding("altered")
    key = _key_of(signed)
    if key is None:
        return SealFinding("unknown_key")
    covers_all = place.ends_at == len(pdf)
    return SealFinding(
        _problem(pdf, place, signed, key), key, place.said_at, covers_all
    )


def _key_of(signed: cms.SignedData) -> SigningKey | None:
    """Return our PDF sealing key whose certificate is in the seal, if any."""
    kids = [
        hashlib.sha256(certificate.public_key.dump()).hexdigest()[:16]
        for certificate in cms_container.list_seal_certificates(signed)
    ]
    known = SigningKey.objects.filter(purpose=KeyPurpose.PAPER, kid__in=kids)
    return known.select_related("revocation").first()


def _problem(
    pdf: bytes, place: SealLocation, signed: cms.SignedData, key: SigningKey
) -> str:
    """Return the problem of a seal by ``key``, or an empty string."""
    try:
        above = x509_certificates.get_issuing_key(key)
    except UnusableKeyError:
        return "revoked_key"
    if key.is_revoked:
        return "revoked_key"
    is_whole = (
        place.ends_at == len(pdf)
        and place.holds(
            cms_container.build_expected_container(
                signed, *map(load_asn1_certificate, (key, above))
            )
        )
        and cms_container.is_signed_by(
            signed, x509_certificates.load_public_key(key), place.signed(pdf)
        )
        and _is_valid(place, pdf, signed, load_asn1_certificate(above))
    )
    return "" if is_whole else "altered"


def _is_valid(
    place: SealLocation, pdf: bytes, signed: cms.SignedData, above: x509.Certificate
) -> bool:
    """Have pyHanko verify signature, certificate path and key usage, as of the stated time."""
    if place.said_at is None:
        return False
    work = async_validate_detached_cms(
        place.signed(pdf),
        signed,
        ValidationContext([above], moment=place.said_at, allow_fetching=False),
        key_usage_settings=_USAGE,
    )
    try:
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(asyncio.run, work).result().bottom_line
    except SignatureValidationError:
        return False
