"""Who signs a paper: a key that lies in a file, or one in a token."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

from courses.certificates.keys import folder, token

if TYPE_CHECKING:
    from courses.certificates.models import SigningKey


class PaperSigner(Signer):
    """Signs with ``key``, whose certificate goes along with that of ``above``.

    pyHanko's own signer for tokens puts a certificate in twice; a seal has one form only.
    """

    def __init__(
        self, key: "SigningKey", above: "SigningKey", sign: Callable[[bytes], bytes]
    ) -> None:
        super().__init__(signing_cert=certificate_of(key), cert_registry=chain(above))
        self._sign = sign

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 — as pyHanko calls it
    ) -> bytes:
        """Return the signature of ``data``."""
        return self._sign(data)


def signer_of(key: "SigningKey", above: "SigningKey") -> Signer:
    """Return who signs with ``key``, certified by ``above``.

    Raises ``KeyTroubleError`` where the private half cannot be used.
    """
    if token.holds(key):
        return PaperSigner(key, above, lambda data: token.sign(key, data))
    private = cast("ec.EllipticCurvePrivateKey", folder.private(key.name))
    way = ec.ECDSA(SHA256(), deterministic_signing=True)  # RFC 6979
    return PaperSigner(key, above, lambda data: private.sign(data, way))


def certificate_of(key: "SigningKey") -> x509.Certificate:
    """Return the X.509 certificate of ``key`` as pyHanko reads it."""
    _kind, _headers, der = pem.unarmor(key.public.encode())
    return x509.Certificate.load(der)


def chain(above: "SigningKey") -> CertificateStore:
    """Return what goes along with the certificate of the key: that of the authority."""
    store: CertificateStore = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
        [certificate_of(above)]
    )
    return store
