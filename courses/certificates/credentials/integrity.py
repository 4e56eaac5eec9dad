"""Data Integrity proofs: ``eddsa-rdfc-2022`` (W3C VC Data Integrity EdDSA 1.0, §3.2)."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from courses.certificates.credentials import issuer, multibase
from courses.certificates.credentials.canonical import canonical
from courses.certificates.keys import signing
from courses.certificates.models import SigningKey

SUITE = "eddsa-rdfc-2022"
_SIGNATURE_LENGTH = 64


def proven(
    document: dict[str, Any], key: SigningKey, *, at: datetime
) -> dict[str, Any]:
    """Return ``document`` with a proof by ``key``, made ``at``: the same every time.

    ``proof`` is a list, as Open Badges demands. Raises ``KeyTroubleError`` where the key
    cannot be used.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": issuer.moment(max(at, key.created_at)),
        "verificationMethod": issuer.method(key.kid),
        "proofPurpose": "assertionMethod",
    }
    signature = signing.sign(key, _signed(document, proof))
    return document | {"proof": [proof | {"proofValue": multibase.base58(signature)}]}


def is_proven(document: dict[str, Any], key: SigningKey) -> bool:
    """Tell whether the one proof of ``document`` was made by ``key`` over all of it.

    The form of both has been examined before (``forms``); revocation is asked apart.
    """
    [proof] = document["proof"]
    options = {name: proof[name] for name in proof if name != "proofValue"}
    bare = {name: document[name] for name in document if name != "proof"}
    try:
        signature = multibase.from_base58(proof["proofValue"], _SIGNATURE_LENGTH)
        signed = _signed(bare, options)
    except ValueError:
        return False
    return signing.is_signed(key, signature, signed)


def _signed(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    """Return what is signed: the hash of the proof's options, then of the document (§3.2.4)."""
    options = {"@context": document["@context"]} | proof
    return b"".join(sha256(canonical(part)).digest() for part in (options, document))
