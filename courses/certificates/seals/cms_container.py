"""The CMS container of a seal (RFC 5652): strict parsing, deterministic encoding."""

import hashlib

from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256


def parse_container(seal: bytes | None) -> cms.SignedData | None:
    """Return the parsed ``seal``, which is padded with zeros; ``None`` if it is invalid."""
    try:
        found = cms.ContentInfo.load(seal or b"")
        signed = found["content"]
        _ = found.native  # parses all of it, at any depth
        (info,) = signed["signer_infos"]
        is_one = info["signed_attrs"] is not core.VOID
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return signed if is_one else None


def list_seal_certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    """Return the X.509 certificates in a seal."""
    return [
        choice.chosen
        for choice in signed["certificates"] or ()
        if choice.name == "certificate"
    ]


def is_signed_by(
    signed: cms.SignedData, public: ec.EllipticCurvePublicKey, document: bytes
) -> bool:
    """Tell whether ``public`` signed the content of the container, and that of ``document``."""
    (info,) = signed["signer_infos"]
    digests = [
        value.native
        for attribute in info["signed_attrs"]
        if attribute["type"].native == "message_digest"
        for value in attribute["values"]
    ]
    if digests != [hashlib.sha256(document).digest()]:
        return False
    said = info["signed_attrs"].untag().dump()
    try:
        public.verify(info["signature"].native, said, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def build_expected_container(
    signed: cms.SignedData, own: x509.Certificate, above: x509.Certificate
) -> bytes:
    """Return ``signed`` as we would have encoded it with our own two certificates.

    A signature does not cover all of its container. Only a container equal to this,
    byte for byte, contains nothing that could have been changed.
    """
    given = signed["signer_infos"][0]
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": own.issuer, "serial_number": own.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm(
                {"algorithm": "sha256_ecdsa"}
            ),
            "signed_attrs": given["signed_attrs"].untag(),
            "signature": given["signature"].native,
        }
    )
    made = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": cms.DigestAlgorithms([digest]),
            "encap_content_info": {"content_type": "data"},
            "certificates": [
                cms.CertificateChoices(name="certificate", value=certificate)
                for certificate in (own, above)
            ],
            "signer_infos": [info],
        }
    )
    container = cms.ContentInfo({"content_type": "signed_data", "content": made})
    return bytes(container.dump())
