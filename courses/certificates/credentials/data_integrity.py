"""Data Integrity proofs: ``eddsa-rdfc-2022`` (W3C VC Data Integrity EdDSA 1.0, §3.2)."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from courses.certificates.credentials import credential_issuer, multibase
from courses.certificates.credentials.json_ld import canonicalise_document
from courses.certificates.keys import signing_keys
from courses.certificates.models import SigningKey

SUITE = "eddsa-rdfc-2022"


def add_proof(
    document: dict[str, Any], key: SigningKey, *, at: datetime
) -> dict[str, Any]:
    """Return ``document`` with a proof by ``key`` made ``at``, which is deterministic.

    ``proof`` is a list, as Open Badges demands. Raises ``UnusableKeyError`` if the key
    cannot be used.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": credential_issuer.format_timestamp(max(at, key.created_at)),
        "verificationMethod": credential_issuer.build_verification_method_id(key.kid),
        "proofPurpose": "assertionMethod",
    }
    signature = signing_keys.sign_data(key, _signed(document, proof))
    return document | {
        "proof": [proof | {"proofValue": multibase.encode_base58(signature)}]
    }


def _signed(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    """Return the signed bytes: hashes of the proof’s options and the document (§3.2.4)."""
    options = {"@context": document["@context"]} | proof
    return b"".join(
        sha256(canonicalise_document(part)).digest() for part in (options, document)
    )
