"""Overview of signing keys for administrators."""

from collections.abc import Iterator

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import pkcs11_token, private_key_files, x509_certificates
from courses.certificates.keys.key_fingerprints import compute_fingerprint
from courses.certificates.models import KeyPurpose, SigningKey

_CERTIFIED = (KeyPurpose.AUTHORITY, KeyPurpose.PAPER)


def iter_key_descriptions() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each key, newest of a purpose first, with lines on its state."""
    keys = SigningKey.objects.select_related("revocation")
    for purpose in KeyPurpose:
        current = SigningKey.objects.current(purpose)
        for key in keys.filter(purpose=purpose):
            yield key.name, list(_lines(key, is_used=key == current))


def _lines(key: SigningKey, *, is_used: bool) -> Iterator[str]:
    yield _("For: %(purpose)s") % {"purpose": key.get_purpose_display()}
    yield _("State: %(state)s") % {"state": _state(key, is_used=is_used)}
    yield _("Fingerprint (SHA-256): %(digits)s") % {"digits": _fingerprint(key)}
    if key.purpose in _CERTIFIED:
        ends_at = x509_certificates.load_x509_certificate(key).not_valid_after_utc
        yield _("Certified until: %(day)s") % {"day": f"{ends_at:%Y-%m-%d}"}
    if is_used:
        yield _("Private key: %(state)s") % {"state": _private_half(key)}


def _state(key: SigningKey, *, is_used: bool) -> str:
    if key.is_revoked:
        day = timezone.localdate(key.revocation.revoked_at)
        return _("revoked on %(day)s: %(reason)s") % {
            "day": f"{day:%Y-%m-%d}",
            "reason": key.revocation.reason,
        }
    return _("signing now") if is_used else _("no longer signs, still trusted")


def _fingerprint(key: SigningKey) -> str:
    if key.purpose in _CERTIFIED:
        return compute_fingerprint(x509_certificates.load_public_key(key))
    return compute_fingerprint(load_pem_public_key(key.public.encode()))


def _private_half(key: SigningKey) -> str:
    try:
        if pkcs11_token.is_key_in_token(key):
            with pkcs11_token.open_token() as session:
                pkcs11_token.get_token_key_id(session, key.kid)
                return _("in the token")
        private_key_files.read_private_key(key.name)
    except UnusableKeyError as error:
        return str(error)
    return _("in its place")
