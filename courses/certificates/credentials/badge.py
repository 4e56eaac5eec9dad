"""A certificate as a digital credential: Open Badges 3.0 on Verifiable Credentials 2.0."""

import unicodedata
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from courses.certificates.credentials import (
    canonical,
    integrity,
    issuer,
    tokens,
    wording,
)
from courses.certificates.credentials.status import entries
from courses.certificates.keys import signing
from courses.certificates.models import Certificate, Purpose
from courses.records.iris import iri
from elearning.languages import pick

CONTEXTS = [canonical.CREDENTIALS, canonical.OPEN_BADGES]
TYPES = ["VerifiableCredential", "OpenBadgeCredential"]


def badge(certificate: Certificate) -> dict[str, Any]:
    """Return the credential of ``certificate`` with its proof by the current key.

    It names nobody: whoever is told the name can compare it with the salted hash. The same
    key gives the same credential every time. Two queries where ``completion`` is at hand.
    Raises ``KeyTroubleError`` where the key cannot be used.
    """
    key = signing.current(Purpose.CREDENTIAL)
    return integrity.proven(unsigned(certificate), key, at=_issued(certificate))


def badge_json(certificate: Certificate) -> bytes:
    """Return the credential as the file that is handed out and attached to the paper."""
    return tokens.dumped(badge(certificate))


def badge_jwt(certificate: Certificate) -> str:
    """Return the credential as a VC-JWT; its ``kid`` leads to the key (OB 3.0 §8.2.4.1)."""
    key = signing.current(Purpose.CREDENTIAL)
    return tokens.token(unsigned(certificate), key, kid=issuer.key_address(key.kid))


def unsigned(certificate: Certificate) -> dict[str, Any]:
    """Return what the credential says, without proof and without a query of its own."""
    language = certificate.language
    return {
        "@context": CONTEXTS,
        "id": certificate.key.urn,
        "type": TYPES,
        "name": _title(certificate),
        "issuer": {
            "id": issuer.address(),
            "type": ["Profile"],
            "name": issuer.name(language),
        },
        "validFrom": issuer.moment(_issued(certificate)),
        "validUntil": issuer.moment(_ended(certificate)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(certificate)],
            "licenseNumber": certificate.number,
            "achievement": _achievement(certificate),
        },
        "credentialStatus": entries(certificate),
    }


def name_hash(name: str, salt: str) -> str:
    """Return the hash of a holder's name (OB 3.0, IdentityHash): NFC, then the salt."""
    spoken = unicodedata.normalize("NFC", name) + salt
    return f"sha256${sha256(spoken.encode()).hexdigest()}"


def _identity(certificate: Certificate) -> dict[str, Any]:
    salt = certificate.holder_salt
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": name_hash(certificate.holder_name, salt),
        "identityType": "name",
        "salt": salt,
    }


def _achievement(certificate: Certificate) -> dict[str, Any]:
    """Return the course as neutral as its public title, in the certificate's language.

    Open Badges has room for one language in a name; the others stand in the description.
    """
    edition = certificate.edition_number
    told = {
        "id": iri("courses", certificate.course_code),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "humanCode": certificate.course_code,
        "inLanguage": certificate.language,
        "name": _title(certificate),
        "description": wording.titles(certificate.public_titles),
        "criteria": {"narrative": wording.criteria(certificate.completion)},
    }
    return told if edition is None else told | {"version": str(edition)}


def _title(certificate: Certificate) -> str:
    return str(pick(certificate.public_titles, certificate.language)[0])


def _issued(certificate: Certificate) -> datetime:
    return _midnight(certificate.issued_on)


def _ended(certificate: Certificate) -> datetime:
    """Return the last second of the last valid day (curriculum R1)."""
    return _midnight(certificate.expires_on + timedelta(days=1)) - timedelta(seconds=1)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
