"""The container of a seal (CMS, RFC 5652): read strictly, written in one way only."""

import hashlib

from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256


def parse_container(seal: bytes | None) -> cms.SignedData | None:
    """Return what ``seal`` holds, filled up with zeros as it is; ``None`` for anything else."""
    try:
        found = cms.ContentInfo.load(seal or b"")
        signed = found["content"]
        _ = found.native  # reads all of it, however deep it goes
        (info,) = signed["signer_infos"]
        is_one = info["signed_attrs"] is not core.VOID
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return signed if is_one else None


def list_seal_certificates(signed: cms.SignedData) -> list[x509.Certificate]:
    """Return the X.509 certificates that go along with a seal."""
    return [
        choice.chosen
        for choice in signed["certificates"] or ()
        if choice.name == "certificate"
    ]


def is_signed_by(
    signed: cms.SignedData, public: ec.EllipticCurvePublicKey, document: bytes
) -> bool:
    """Tell whether ``public`` signed what the container says, and that of ``document``."""
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
    """Return ``signed`` as we would have written it with our own two certificates.

    A signature does not cover all of its container. Only what is the same as this, byte
    by byte, has nothing in it that anybody may have changed.
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
