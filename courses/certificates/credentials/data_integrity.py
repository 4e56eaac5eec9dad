"""Data Integrity proofs: ``eddsa-rdfc-2022`` (W3C VC Data Integrity EdDSA 1.0, §3.2)."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from courses.certificates.credentials import credential_issuer, multibase
from courses.certificates.credentials.json_ld import canonicalise_document
from courses.certificates.keys import signing_keys
from courses.certificates.models import SigningKey

SUITE = "eddsa-rdfc-2022"
_SIGNATURE_LENGTH = 64


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


def is_proof_valid(document: dict[str, Any], key: SigningKey) -> bool:
    """Tell whether the one proof of ``document`` was made by ``key`` over all of it.

    Callers check the schema of both first (``credential_shapes``); revocation is
    checked separately.
    """
    [proof] = document["proof"]
    options = {name: proof[name] for name in proof if name != "proofValue"}
    bare = {name: document[name] for name in document if name != "proof"}
    try:
        signature = multibase.decode_base58(proof["proofValue"], _SIGNATURE_LENGTH)
        signed = _signed(bare, options)
    except ValueError:
        return False
    return signing_keys.is_signature_valid(key, signature, signed)


def _signed(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    """Return the signed bytes: hashes of the proof’s options and the document (§3.2.4)."""
    options = {"@context": document["@context"]} | proof
    return b"".join(
        sha256(canonicalise_document(part)).digest() for part in (options, document)
    )
