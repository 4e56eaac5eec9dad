"""Revocation of signing keys, whose signatures are then no longer trusted."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import x509_certificates
from courses.certificates.models import KeyPurpose, KeyRevocation, SigningKey
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


def revoke_signing_key(
    key: SigningKey, *, by: "User | None", reason: str
) -> list[SigningKey]:
    """Revoke ``key`` and the keys that only it certifies; return those revoked now.

    Safe to repeat. Raises ``UnusableKeyError`` without a ``reason``. The caller has to
    create a new key and reseal PDFs afterwards.
    """
    if not reason.strip():
        raise UnusableKeyError(_("Say why the key is revoked."))
    with transaction.atomic():
        return [
            each for each in [key, *_below(key)] if _revoke(each, by=by, reason=reason)
        ]


def _revoke(key: SigningKey, *, by: "User | None", reason: str) -> bool:
    _row, is_new = KeyRevocation.objects.get_or_create(
        key=key,
        defaults={"revoked_at": timezone.now(), "reason": reason, "revoked_by": by},
    )
    if is_new:
        audit_log.record_action(
            "certificates.key_revoked",
            by=by,
            on=key,
            reason=reason,
            name=key.name,
            purpose=key.purpose,
        )
    return is_new


def _below(key: SigningKey) -> list[SigningKey]:
    if key.purpose != KeyPurpose.AUTHORITY:
        return []
    above = x509_certificates.load_x509_certificate(key)
    return [
        paper
        for paper in SigningKey.objects.filter(purpose=KeyPurpose.PAPER)
        if x509_certificates.is_issued_by(
            x509_certificates.load_x509_certificate(paper), above
        )
    ]
