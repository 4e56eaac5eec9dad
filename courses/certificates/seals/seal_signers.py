"""Signers of PDFs, with a key from a file or a token."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

from courses.certificates.keys import pkcs11_token, private_key_files

if TYPE_CHECKING:
    from courses.certificates.models import SigningKey


class SealSigner(Signer):
    """Signs with ``key``, and includes its certificate and that of ``above``.

    pyHanko’s own signer for tokens includes a certificate twice, but a seal has one
    encoding only.
    """

    def __init__(
        self, key: "SigningKey", above: "SigningKey", sign: Callable[[bytes], bytes]
    ) -> None:
        super().__init__(
            signing_cert=load_asn1_certificate(key),
            cert_registry=build_certificate_store(above),
        )
        self._sign = sign

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 — pyHanko’s signature
    ) -> bytes:
        """Return the signature of ``data``."""
        return self._sign(data)


def build_signer(key: "SigningKey", above: "SigningKey") -> Signer:
    """Return a signer with ``key``, certified by ``above``.

    Raises ``UnusableKeyError`` if the private half cannot be used.
    """
    if pkcs11_token.is_key_in_token(key):
        return SealSigner(
            key, above, lambda data: pkcs11_token.sign_with_token(key, data)
        )
    private = cast(
        "ec.EllipticCurvePrivateKey", private_key_files.read_private_key(key.name)
    )
    way = ec.ECDSA(SHA256(), deterministic_signing=True)  # RFC 6979
    return SealSigner(key, above, lambda data: private.sign(data, way))


def load_asn1_certificate(key: "SigningKey") -> x509.Certificate:
    """Return the X.509 certificate of ``key`` as an asn1crypto object."""
    _kind, _headers, der = pem.unarmor(key.public.encode())
    return x509.Certificate.load(der)


def build_certificate_store(above: "SigningKey") -> CertificateStore:
    """Return a store with the authority’s certificate, to be included in seals."""
    store: CertificateStore = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
        [load_asn1_certificate(above)]
    )
    return store
