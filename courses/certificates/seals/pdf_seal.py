"""Sealing of PDFs with the service’s key (PAdES baseline B-B, ETSI EN 319 142-1)."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import signing_keys, x509_certificates
from courses.certificates.models import KeyPurpose, SigningKey
from courses.certificates.seals import signature_field
from courses.certificates.seals.seal_signers import build_signer

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

_EMPTY_RANGE = b"/ByteRange [ 0 %d %d %d ]" % ((signature_field.PLACE,) * 3)
_EMPTY_SEAL = b"/Contents <%s>" % (b"00" * signature_field.ROOM)


def seal_pdf(pdf: bytes, *, at: datetime | None = None) -> bytes:
    """Return ``pdf``, a tagged document set by Typst, sealed with the PDF sealing key.

    The seal covers every byte but itself, holds the certificates up to the authority,
    permits no change, and has the time ``at`` (now by default); nothing is fetched.
    With a key file, sealing is deterministic (RFC 6979). Raises ``UnusableKeyError`` if
    the key cannot be used and ``PrintingError`` if the document cannot be sealed.
    """
    at = at or timezone.now()
    key = signing_keys.get_current_key(KeyPurpose.PAPER)
    above = x509_certificates.get_issuing_key(key)
    _check_time(key, at)
    signer = build_signer(key, above)
    draft = signature_field.add_signature_field(pdf, at)
    before, after = _gap(draft)
    places = b"/ByteRange [ 0 %d %d %d ]" % (before, after, len(draft) - after)
    draft = draft.replace(_EMPTY_RANGE, places.ljust(len(_EMPTY_RANGE)))
    digest = hashlib.sha256(draft[:before] + draft[after:]).digest()
    written = _container(signer, digest).hex().encode()
    room = after - before - 2
    return draft[:before] + b"<" + written.ljust(room, b"0") + b">" + draft[after:]


def _check_time(key: SigningKey, at: datetime) -> None:
    """Refuse a time at which the key was not certified."""
    own = x509_certificates.load_x509_certificate(key)
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise UnusableKeyError(
            _(
                "The key “%(name)s” is not certified for the current time. Check "
                "the clock, or make a new key with certificates_keys rotate."
            )
            % {"name": key.name}
        )


def _gap(draft: bytes) -> tuple[int, int]:
    """Return the range reserved for the seal, with its angle brackets."""
    before = draft.index(_EMPTY_SEAL, draft.index(_EMPTY_RANGE)) + len(b"/Contents ")
    return before, draft.index(b">", before) + 1


def _container(signer: "Signer", digest: bytes) -> bytes:
    """Return the signature of ``digest`` with its certificates (CMS, RFC 5652).

    It runs in a thread of its own, because pyHanko needs an event loop.
    """
    work = signer.async_sign(digest, "sha256", use_pades=True)
    with ThreadPoolExecutor(1) as aside:
        made: bytes = aside.submit(asyncio.run, work).result().dump()
    return made
