"""X.509 certificates of the service’s authority and its PDF sealing keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from courses.certificates.models import KeyPurpose, SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import (
        EllipticCurvePrivateKey,
        EllipticCurvePublicKey,
    )

#: Key usage for document signing (RFC 9336).
DOCUMENTS = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
#: The validity of the authority, and so of seals made today.
AUTHORITY_DAYS = 25 * 365
PAPER_DAYS = 12 * 365


@dataclass(frozen=True)
class CertificateAuthority:
    """The service’s authority while it certifies a key."""

    certificate: x509.Certificate
    private: "EllipticCurvePrivateKey"


def issue_authority_certificate(
    private: "EllipticCurvePrivateKey", kid: str, at: datetime
) -> str:
    """Return the self-signed certificate of the authority, as PEM.

    It may certify keys that sign, but no further authority (RFC 5280, 4.2.1.9).
    """
    name, public = _name(f"Authority {kid}"), private.public_key()
    ends_at = at + timedelta(days=AUTHORITY_DAYS)
    draft = _draft(name, name, public, at, ends_at)
    bounds = x509.BasicConstraints(ca=True, path_length=0)
    draft = draft.add_extension(bounds, critical=True)
    draft = draft.add_extension(_usage(is_authority=True), critical=True)
    return _signed(draft, private)


def issue_seal_certificate(
    public: "EllipticCurvePublicKey", above: CertificateAuthority, at: datetime
) -> str:
    """Return the certificate of a PDF sealing key, issued by ``above``, as PEM.

    It names the service and no person, and never outlives the authority.
    """
    latest = above.certificate.not_valid_after_utc
    ends_at = min(at + timedelta(days=PAPER_DAYS), latest)
    name = _name(settings.CERTIFICATE_ISSUER_NAME)
    draft = _draft(name, above.certificate.subject, public, at, ends_at)
    bounds = x509.BasicConstraints(ca=False, path_length=None)
    draft = draft.add_extension(bounds, critical=True)
    draft = draft.add_extension(_usage(is_authority=False), critical=True)
    draft = draft.add_extension(x509.ExtendedKeyUsage([DOCUMENTS]), critical=False)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(
        above.private.public_key()
    )
    return _signed(draft.add_extension(known, critical=False), above.private)


def load_x509_certificate(key: SigningKey) -> x509.Certificate:
    """Return the X.509 certificate of ``key``, an authority or PDF sealing key."""
    return x509.load_pem_x509_certificate(key.public.encode())


def load_public_key(key: SigningKey) -> "EllipticCurvePublicKey":
    """Return the public half of ``key``, an authority or PDF sealing key."""
    return cast("EllipticCurvePublicKey", load_x509_certificate(key).public_key())


def get_issuing_key(key: SigningKey) -> SigningKey:
    """Return the authority that certified ``key``; one query.

    Raises ``UnusableKeyError`` if no trusted one did.
    """
    wanted = load_x509_certificate(key)
    for candidate in SigningKey.objects.trusted().filter(purpose=KeyPurpose.AUTHORITY):
        if is_issued_by(wanted, load_x509_certificate(candidate)):
            return candidate
    raise UnusableKeyError(
        _(
            "No trusted authority vouches for the key “%(name)s”. Make a new "
            "key with certificates_keys rotate."
        )
        % {"name": key.name}
    )


def format_authorities_pem() -> str:
    """Return the trusted certificates of the authority as PEM."""
    trusted = SigningKey.objects.trusted().filter(purpose=KeyPurpose.AUTHORITY)
    return "".join(trusted.values_list("public", flat=True))


def is_issued_by(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    """Tell whether ``above`` signed ``certificate``."""
    try:
        certificate.verify_directly_issued_by(above)
    except (ValueError, InvalidSignature):
        return False
    return True


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(
                NameOID.COUNTRY_NAME, settings.CERTIFICATE_ISSUER_COUNTRY
            ),
            x509.NameAttribute(
                NameOID.ORGANIZATION_NAME, settings.CERTIFICATE_ISSUER_NAME
            ),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _draft(
    subject: x509.Name,
    issuer: x509.Name,
    public: "EllipticCurvePublicKey",
    at: datetime,
    ends_at: datetime,
) -> x509.CertificateBuilder:
    draft = x509.CertificateBuilder(issuer, subject, public)
    draft = draft.serial_number(x509.random_serial_number())
    draft = draft.not_valid_before(at.replace(microsecond=0)).not_valid_after(ends_at)
    known = x509.SubjectKeyIdentifier.from_public_key(public)
    return draft.add_extension(known, critical=False)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _signed(draft: x509.CertificateBuilder, private: "EllipticCurvePrivateKey") -> str:
    made = draft.sign(private, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()
