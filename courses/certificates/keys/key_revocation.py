"""Revoke a key: nothing that it signed is trusted any more."""

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
    """Revoke ``key``, with the keys that only it vouches for, and return those revoked now.

    Repeating it changes nothing. Raises ``UnusableKeyError`` where no ``reason`` is given.
    What has to be done afterwards, making a new key and sealing papers anew, is left to
    whoever revokes.
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
    """Return the keys of papers that ``key`` vouches for."""
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
