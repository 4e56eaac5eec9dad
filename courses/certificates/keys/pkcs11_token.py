"""Keys in a PKCS #11 token, which are created inside it and never leave it."""

import hashlib
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.keys import private_key_files
from courses.certificates.keys.key_fingerprints import compute_kid
from courses.certificates.models import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pkcs11

    from courses.certificates.models import SigningKey

_one_at_a_time = threading.Lock()
_LABEL = "papers of the training platform"


def is_token_configured() -> bool:
    """Tell whether the PDF sealing key is kept in a token."""
    return bool(settings.CERTIFICATE_PKCS11_MODULE)


def is_key_in_token(key: "SigningKey") -> bool:
    """Tell whether ``key`` is in the token: a PDF sealing key without a file."""
    is_file = private_key_files.get_private_key_path(key.name).exists()
    return is_token_configured() and key.purpose == KeyPurpose.PAPER and not is_file


@contextmanager
def open_token(*, to_write: bool = False) -> "Iterator[pkcs11.Session]":
    """Open the token with its PIN, exclusively.

    Raises ``UnusableKeyError`` if it is missing, cannot be opened, or fails in between.
    """
    import pkcs11  # noqa: PLC0415 — few installations have a token

    with _one_at_a_time:
        try:
            token = pkcs11.lib(settings.CERTIFICATE_PKCS11_MODULE).get_token(
                token_label=settings.CERTIFICATE_PKCS11_TOKEN
            )
            pin = settings.CERTIFICATE_PKCS11_PIN
            with token.open(rw=to_write, user_pin=pin) as session:
                yield session
        except pkcs11.PKCS11Error as error:
            raise UnusableKeyError(
                _(
                    "The token with the document key cannot be used (%(trouble)s). "
                    "Check whether it is plugged in, and check the "
                    "CERTIFICATE_PKCS11 settings."
                )
                % {"trouble": type(error).__name__}
            ) from error


def create_token_key() -> ec.EllipticCurvePublicKey:
    """Create a key (P-256) that cannot be extracted, and return its public half."""
    from pkcs11 import Attribute, KeyType  # noqa: PLC0415 — as above
    from pkcs11.util.ec import encode_named_curve_parameters  # noqa: PLC0415 — only with a token

    curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    guarded = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    with open_token(to_write=True) as session:
        kind = session.create_domain_parameters(KeyType.EC, curve, local=True)
        public, _private = kind.generate_keypair(
            store=True,
            label=_LABEL,
            id=secrets.token_bytes(16),
            private_template=guarded,
        )
        return _read(public)


def sign_with_token(key: "SigningKey", data: bytes) -> bytes:
    """Return the signature of ``data`` by ``key`` (ECDSA with SHA-256, as DER)."""
    from pkcs11 import Mechanism, ObjectClass  # noqa: PLC0415 — as above
    from pkcs11.util.ec import encode_ecdsa_signature  # noqa: PLC0415 — only with a token

    digest = hashlib.sha256(data).digest()
    with open_token() as session:
        place = get_token_key_id(session, key.kid)
        found = session.get_key(ObjectClass.PRIVATE_KEY, id=place)
        private = cast("pkcs11.SignMixin", found)
        signature = private.sign(digest, mechanism=Mechanism.ECDSA)
        written: bytes = encode_ecdsa_signature(signature)
        return written


def get_token_key_id(session: "pkcs11.Session", kid: str) -> bytes:
    """Return the id of the key ``kid`` in the token.

    Raises ``UnusableKeyError`` if the token does not hold it.
    """
    from pkcs11 import Attribute, KeyType, ObjectClass  # noqa: PLC0415 — as above

    sought = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.KEY_TYPE: KeyType.EC}
    for public in session.get_objects(sought):
        if compute_kid(_read(public)) == kid:
            return cast("bytes", public[Attribute.ID])
    raise UnusableKeyError(
        _("The token does not hold the key “%(kid)s”. Plug in the right token.")
        % {"kid": kid}
    )


def _read(public: "pkcs11.Object") -> ec.EllipticCurvePublicKey:
    from pkcs11.util.ec import encode_ec_public_key  # noqa: PLC0415 — as above

    written = encode_ec_public_key(cast("pkcs11.PublicKey", public))
    return cast("ec.EllipticCurvePublicKey", load_der_public_key(written))
