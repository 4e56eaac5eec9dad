"""Examine the seal of a PDF that somebody hands in, whatever it holds."""

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
from courses.certificates.sealing import cms_container
from courses.certificates.sealing.seal_locations import (
    SealLocation,
    list_seal_locations,
)
from courses.certificates.sealing.seal_signers import load_asn1_certificate

#: The most bytes that are looked at.
LIMIT = 5 * 1024 * 1024


@dataclass(frozen=True)
class SealFinding:
    """What the seal of a file is worth.

    ``problem`` is empty where the file is, byte by byte, what a trusted key of papers
    sealed; else a word: ``not_a_pdf``, ``too_large``, ``encrypted``, ``unsigned``,
    ``altered`` (by whomever, or cut short), ``unknown_key`` (signed by somebody else) or
    ``revoked_key``. ``key`` and ``signed_at`` tell whose seal it bears and when it says it
    was made, as far as that can be read; they prove something only where ``intact``.
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
    """Return what the seal of ``pdf`` is worth; never raises, fetches nothing.

    No PDF is parsed, since whoever made the file may want just that. The bytes are enough:
    a seal of ours is written in one way only, and signs every byte before and after it. So
    whatever was appended or changed, in the seal or around it, is told as ``altered``. Two
    queries for each of the few seals that are looked at.
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
    """Put first what is intact: it covers the others. Then what bears a key of ours."""
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
    """Return the key of papers whose certificate goes along, if it is one of ours."""
    kids = [
        hashlib.sha256(certificate.public_key.dump()).hexdigest()[:16]
        for certificate in cms_container.list_seal_certificates(signed)
    ]
    known = SigningKey.objects.filter(purpose=KeyPurpose.PAPER, kid__in=kids)
    return known.select_related("revocation").first()


def _problem(
    pdf: bytes, place: SealLocation, signed: cms.SignedData, key: SigningKey
) -> str:
    """Return what is wrong with the seal of ``key``, if anything is."""
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
    """Have pyHanko verify signature, path and use of the key, as of the moment it names."""
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
