"""Encoding and verification of the signed claim in a certificate’s QR code.

COSE_Sign1 (RFC 9052) over CWT claims (RFC 8392), in base32 (RFC 4648) so that the QR
code stays small. It contains the printed data except the name, of which it has a salted
commitment. Anybody with the service’s public key can verify it offline.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import cbor2
from django.conf import settings
from django.utils.translation import gettext as _

from courses.certificates.credentials.status_positions import (
    LENGTH,
    StatusPosition,
    compute_status_position,
)
from courses.certificates.errors import QrClaimError
from courses.certificates.keys import signing_keys
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.qr_claims import cbor, name_commitments

if TYPE_CHECKING:
    from courses.certificates.models import Certificate

VERSION = 1

#: The maximum length of a claim in characters; the longest we write has about 450.
LIMIT = 600

_CODE_AT_MOST = 48  # 28 characters, with room for separators typed by hand
_ADDRESS_LIMIT = 2 * LIMIT  # with its host, and with spaces from line breaks
_ALGORITHM, _KID, _EDDSA = 1, 4, -8  # RFC 9052 §3.1, RFC 9053 §2.2
_NUMBER, _FACTS = 2, -70001  # “sub” of RFC 8392 §3.1.2, and a claim of our own
_KID_LENGTH, _SIGNATURE_LENGTH, _SALT_LENGTH = 8, 64, 16
_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date.max - _EPOCH).days
_CLAIM = re.compile(r"[A-Z2-7]+")


@dataclass(frozen=True)
class QrClaim:
    """The claims of a certificate, and the key that signed them.

    ``place`` is its position in the status lists; ``commitment`` stands for the name.
    """

    number: str
    course_code: str
    edition_number: int | None
    issued_on: date
    expires_on: date
    salt: bytes
    commitment: bytes
    place: StatusPosition
    kid: str


def build_qr_url(certificate: "Certificate") -> str:
    """Return the URL for the QR code of ``certificate``: ``HTTPS://HOST/V/…``.

    Only capitals and digits, which halve the size of the QR code. Deterministic for the
    same key; one query. Raises ``UnusableKeyError`` if no key can sign.
    """
    where = urlsplit(settings.BASE_URL)
    host = f"{where.scheme}://{where.netloc}".upper()
    return f"{host}{where.path}/V/{build_signed_claim(certificate)}"


def build_signed_claim(certificate: "Certificate") -> str:
    """Return the bare claim of ``certificate``; raises as ``build_qr_url`` does."""
    key = signing_keys.get_current_key(KeyPurpose.CLAIM)
    protected = _dump({_ALGORITHM: _EDDSA, _KID: bytes.fromhex(key.kid)})
    payload = _dump({_NUMBER: certificate.number, _FACTS: _facts(certificate)})
    signature = signing_keys.sign_data(key, _signed_bytes(protected, payload))
    return _base32(_dump([protected, {}, payload, signature]))


def decode_claim(text: str) -> QrClaim:
    """Return the claim in ``text``, bare or a whole URL; case and spaces do not matter.

    Raises ``QrClaimError`` for anything this service has not signed exactly so. One
    query, or none for a malformed claim; the status of the certificate is not checked
    here.
    """
    plain = _plain(text)
    data = _bytes(plain)
    protected, payload, signature = _parts(data)
    if (
        _base32(data) != plain
    ):  # unused bits after the last byte were set by somebody else
        raise _refused("unreadable")
    kid = _kid(protected)
    key = _key(kid)
    if not signing_keys.is_signature_valid(
        key, signature, _signed_bytes(protected, payload)
    ):
        raise _refused("altered")
    return _claim(_load(payload), kid)


def is_claim_text(text: str) -> bool:
    """Tell whether ``text`` is a claim rather than a printed code, by its length."""
    last = "".join(text.split()).rstrip("/").rpartition("/")[2]
    return len(last) > _CODE_AT_MOST


def _facts(certificate: "Certificate") -> list[Any]:
    salt = bytes.fromhex(certificate.holder_salt)
    return [
        VERSION,
        certificate.course_code,
        certificate.edition_number,
        (certificate.issued_on - _EPOCH).days,
        (certificate.expires_on - _EPOCH).days,
        salt,
        name_commitments.compute_name_commitment(certificate.holder_name, salt),
        *compute_status_position(certificate.pk),
    ]


def _dump(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    return _dump(["Signature1", protected, b"", payload])  # RFC 9052 §4.4


def _plain(text: str) -> str:
    """Return the claim in ``text`` in capitals, with its length checked."""
    if len(text) > _ADDRESS_LIMIT:
        raise _refused("too_long")
    plain = "".join(text.split()).rstrip("/").rpartition("/")[2].upper()
    if len(plain) > LIMIT:
        raise _refused("too_long")
    return plain


def _bytes(plain: str) -> bytes:
    if not _CLAIM.fullmatch(plain):
        raise _refused("unreadable")
    try:
        return base64.b32decode(plain + "=" * (-len(plain) % 8))
    except binascii.Error as error:  # not a valid length of base32
        raise _refused("truncated") from error


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    match _load(data):
        case [bytes(protected), dict(bare), bytes(payload), bytes(signature)] if (
            not bare and len(signature) == _SIGNATURE_LENGTH
        ):
            return protected, payload, signature
    raise _refused("unreadable")


def _kid(protected: bytes) -> str:
    header = _load(protected)
    if not isinstance(header, dict):
        raise _refused("unreadable")
    if header.get(_ALGORITHM) != _EDDSA:
        raise _refused("algorithm")
    match header:
        case {4: bytes(kid)} if set(header) == {_ALGORITHM, _KID} and (
            len(kid) == _KID_LENGTH
        ):
            return kid.hex()
    raise _refused("unreadable")


def _key(kid: str) -> SigningKey:
    key = SigningKey.objects.with_kid(KeyPurpose.CLAIM, kid)
    if key is None:
        raise _refused("unknown_key")
    if key.is_revoked:
        raise _refused("revoked_key")
    return key


def _claim(payload: Any, kid: str) -> QrClaim:
    match payload:
        case {2: str(number), -70001: [int(version), *facts]} if len(payload) == 2:
            if version != VERSION:
                raise _refused("version")
            return _fact(number, facts, kid)
    raise _refused("unreadable")


def _fact(number: str, facts: list[Any], kid: str) -> QrClaim:
    match facts:
        case [
            str(course),
            int() | None as edition,
            int(issued),
            int(expires),
            bytes(salt),
            bytes(name),
            int(number_of_list),
            int(index),
        ] if (
            all(0 <= day <= _LAST_DAY for day in (issued, expires))
            and (len(salt), len(name)) == (_SALT_LENGTH, name_commitments.LENGTH)
            and number_of_list >= 0
            and 0 <= index < LENGTH
        ):
            return QrClaim(
                number=number,
                course_code=course,
                edition_number=edition,
                issued_on=_EPOCH + timedelta(issued),
                expires_on=_EPOCH + timedelta(expires),
                salt=salt,
                commitment=name,
                place=StatusPosition(number_of_list, index),
                kid=kid,
            )
    raise _refused("unreadable")


def _load(data: bytes) -> Any:
    try:
        return cbor.decode_value(data)
    except cbor.TruncatedCborError as error:
        raise _refused("truncated") from error
    except cbor.CborError as error:
        raise _refused("unreadable") from error


def _refused(word: str) -> QrClaimError:
    return QrClaimError(word, _sentence(word))


def _sentence(word: str) -> str:
    return {
        "too_long": _(
            "This is too long for the QR code of a certificate. Scan only "
            "the code on the paper."
        ),
        "truncated": _(
            "Part of the QR code is missing. Scan it again, close up and in good light."
        ),
        "unreadable": _(
            "This is not the QR code of a certificate, or it was changed. "
            "Scan it again. If the answer stays the same, the document was "
            "not issued here."
        ),
        "version": _(
            "The QR code is of a newer kind that this page cannot read. "
            "Enter the code printed beside it."
        ),
        "algorithm": _(
            "The QR code is signed in a way that is not used here, so this "
            "document was not issued here."
        ),
        "unknown_key": _(
            "The QR code is signed with a key that is not this service’s, so "
            "this document was not issued here."
        ),
        "revoked_key": _(
            "The key that signed the QR code has been revoked, so the QR "
            "code no longer proves anything. Enter the code printed beside "
            "it, or ask the holder for a new print."
        ),
        "altered": _(
            "The signature does not match: the QR code was altered, or this "
            "document was not issued here."
        ),
    }[word]
