"""Canonicalisation of JSON-LD documents (RDFC-1.0), without a network."""

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from pyld import jsonld

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_FOLDER = Path(__file__).parent / "contexts"
_FILES = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
}
_one_at_a_time = (
    Lock()
)  # pyld shares its caches between threads, but they are not thread-safe


def canonicalise_document(document: dict[str, Any]) -> bytes:
    """Return ``document`` as canonical N-Quads (RDF Dataset Canonicalization, RDFC-1.0).

    Only for documents of a known schema: malicious documents can take unbounded time.
    Raises ``ValueError`` for a context that is not bundled, and for invalid JSON-LD.
    pyld uses the name the algorithm had before W3C adopted it.
    """
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
    }
    try:
        with _one_at_a_time:
            text: str = jsonld.normalize(document, options)
    except jsonld.JsonLdError as error:
        raise ValueError("no JSON-LD that is read here") from error
    return text.encode()


def _load(address: str, _options: dict[str, Any] | None = None) -> dict[str, Any]:
    if address not in _FILES:
        raise jsonld.JsonLdError(
            f"No context but those that lie here is read: {address}",
            "jsonld.LoadDocumentError",
            code="loading document failed",
        )
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _context(address),
        "tag": "static",  # so that pyld prepares it once
    }


@cache
def _context(address: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_FOLDER / _FILES[address]).read_text())
    return found
