"""Certificates as Open Badges 3.0 on Verifiable Credentials 2.0."""

import unicodedata
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.certificates.credentials import (
    credential_issuer,
    data_integrity,
    json_ld,
    vc_jwt,
)
from courses.certificates.credentials.status_lists import build_status_entries
from courses.certificates.keys import signing_keys
from courses.certificates.models import Certificate, KeyPurpose
from courses.records.models import Completion
from courses.records.statements.iris import build_iri
from elearning.languages import CODES, pick_text

CONTEXTS = [json_ld.CREDENTIALS, json_ld.OPEN_BADGES]
TYPES = ["VerifiableCredential", "OpenBadgeCredential"]


def build_badge(certificate: Certificate) -> dict[str, Any]:
    """Return the credential of ``certificate`` with its proof by the current key.

    It names nobody: somebody who knows the name can compare it with the salted hash.
    The same key always gives the same credential. Two queries if ``completion`` is
    loaded. Raises ``UnusableKeyError`` if the key cannot be used.
    """
    key = signing_keys.get_current_key(KeyPurpose.CREDENTIAL)
    return data_integrity.add_proof(
        build_unsigned_badge(certificate), key, at=_issued(certificate)
    )


def build_badge_json(certificate: Certificate) -> bytes:
    """Return the credential as the file for download and PDF attachment."""
    return vc_jwt.encode_compact_json(build_badge(certificate))


def build_badge_jwt(certificate: Certificate) -> str:
    """Return the credential as a VC-JWT; its ``kid`` is the URL of the key (OB 3.0 §8.2.4.1)."""
    key = signing_keys.get_current_key(KeyPurpose.CREDENTIAL)
    return vc_jwt.sign_token(
        build_unsigned_badge(certificate),
        key,
        kid=credential_issuer.build_key_url(key.kid),
    )


def build_unsigned_badge(certificate: Certificate) -> dict[str, Any]:
    """Return the credential without proof; no query of its own."""
    language = certificate.language
    return {
        "@context": CONTEXTS,
        "id": certificate.key.urn,
        "type": TYPES,
        "name": _title(certificate),
        "issuer": {
            "id": credential_issuer.build_issuer_url(),
            "type": ["Profile"],
            "name": credential_issuer.format_issuer_name(language),
        },
        "validFrom": credential_issuer.format_timestamp(_issued(certificate)),
        "validUntil": credential_issuer.format_timestamp(_ended(certificate)),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(certificate)],
            "licenseNumber": certificate.number,
            "achievement": _achievement(certificate),
        },
        "credentialStatus": build_status_entries(certificate),
    }


def hash_holder_name(name: str, salt: str) -> str:
    """Return the hash of a holder’s name (OB 3.0, IdentityHash): NFC, then the salt."""
    spoken = unicodedata.normalize("NFC", name) + salt
    return f"sha256${sha256(spoken.encode()).hexdigest()}"


def _identity(certificate: Certificate) -> dict[str, Any]:
    salt = certificate.holder_salt
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hash_holder_name(certificate.holder_name, salt),
        "identityType": "name",
        "salt": salt,
    }


def _achievement(certificate: Certificate) -> dict[str, Any]:
    """Return the course under its neutral public title, in the certificate’s language.

    An Open Badges name has one language; the other titles are in the description.
    """
    edition, titles = certificate.edition_number, certificate.public_titles
    told = {
        "id": build_iri("courses", certificate.course_code),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "humanCode": certificate.course_code,
        "inLanguage": certificate.language,
        "name": _title(certificate),
        "description": "\n".join(titles[code] for code in CODES if titles.get(code)),
        "criteria": {"narrative": _criteria(certificate.completion)},
    }
    return told if edition is None else told | {"version": str(edition)}


def _criteria(completion: Completion) -> str:
    """Return how it is earned, one paragraph for each language."""
    told = []
    for code in CODES:
        with translation.override(code):
            limit = _(
                "This certificate confirms knowledge; observed practice is "
                "certified separately."
            )
            told.append(f"{_achieved(completion)} {limit}")
    return "\n\n".join(told)


def _achieved(completion: Completion) -> str:
    match completion.basis:
        case Completion.Basis.EXAM:
            return _("All lessons of the course were finished and its exam was passed.")
        case Completion.Basis.EXTERNAL:
            return _("Training equivalent to the course was recognised.")
        case Completion.Basis.REFRESHER:
            return _("The course was renewed by passing its refresher.")
        case Completion.Basis.CLASSROOM:
            return _("The course was attended in a classroom.")
        case _:
            return _("All lessons of the course were finished.")


def _title(certificate: Certificate) -> str:
    return str(pick_text(certificate.public_titles, certificate.language)[0])


def _issued(certificate: Certificate) -> datetime:
    return _midnight(certificate.issued_on)


def _ended(certificate: Certificate) -> datetime:
    """Return the last second of the last valid day (curriculum R1)."""
    return _midnight(certificate.expires_on + timedelta(days=1)) - timedelta(seconds=1)


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))
