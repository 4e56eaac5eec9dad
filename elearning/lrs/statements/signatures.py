"""Validation of signed statements (Part Two, 2.6).

A signature is a JWS over the statement before it was signed. The validation detects
mistakes of the sender; the owner of a certificate is not verified.
"""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from elearning.lrs.errors import RequestError, StatementError
from elearning.lrs.json_parser import parse_json
from elearning.lrs.spec import statement_comparison

#: The ``usageType`` of a signature.
USAGE = "http://adlnet.gov/expapi/attachments/signature"
_TYPE = "application/octet-stream"
_ALGORITHMS = ("RS256", "RS384", "RS512")
_RULE = "xAPI 1.0.3, 2.6"


class _Registry(jws.JWSRegistry):
    """Allows certificates and long statements; the body limit was already checked."""

    max_header_length = 65_536
    max_payload_length = 1 << 30
    max_signature_length = 4_096


_REGISTRY = _Registry(algorithms=_ALGORITHMS, strict_check_header=False)


def check_signature(
    statement: Mapping[str, Any],
    attachment: Mapping[str, Any],
    content: bytes | None,
    path: str,
) -> None:
    """Refuse a malformed signature, or one of another statement.

    Takes a valid statement, its ``attachment`` and the data sent for it. Raises
    ``StatementError`` at ``path``.
    """
    if attachment["contentType"].lower() != _TYPE:
        raise _refusal(f"The contentType of a signature is {_TYPE}.", path)
    if content is None:
        raise _refusal("Send the signature as a part of the request.", path)
    try:
        signature = _read(content)
        signed = parse_json(signature.payload)
    except (JoseError, ValueError, TypeError) as error:
        raise _refusal(f"This is no JWS in compact form: {error}", path) from error
    except RequestError as error:
        raise _refusal("The JWS does not contain a statement in JSON.", path) from error
    if not isinstance(signed, dict) or not _says_the_same(signed, statement):
        raise _refusal("The JWS contains another statement than this one.", path)


def _read(content: bytes) -> jws.CompactSignature:
    """Return a JWS, verified if its header has a certificate."""
    signature = jws.extract_compact(content.strip(), registry=_REGISTRY)
    headers = signature.headers()
    _REGISTRY.check_header(headers)
    _REGISTRY.get_alg(headers.get("alg", ""))
    if "crit" in headers:
        raise ValueError("crit is not known here.")
    segment = signature.segments["signature"]
    padded = segment + b"=" * (-len(segment) % 4)
    if not base64.b64decode(padded, altchars=b"-_", validate=True):
        raise ValueError("the signature is empty.")
    if "x5c" in headers:
        key = _key(headers["x5c"])
        if not jws.validate_compact(signature, key, registry=_REGISTRY):
            raise ValueError("the signature is not of the key in x5c.")
    return signature


def _key(chain: Any) -> RSAKey:
    """Return the key of the first certificate of ``x5c`` (RFC 7515, 4.1.6)."""
    if not isinstance(chain, list) or not chain or not isinstance(chain[0], str):
        raise ValueError("x5c must be a list of certificates.")
    try:
        der = base64.b64decode(chain[0], validate=True)
        public = x509.load_der_x509_certificate(der).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("x5c does not begin with a certificate.") from None
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return RSAKey.import_key(pem)


def _says_the_same(signed: dict[str, Any], statement: Mapping[str, Any]) -> bool:
    """Tell whether the signed statement is equivalent (2.3.1), ignoring attachments."""
    ids = {str(said["id"]).lower() for said in (signed, statement) if "id" in said}
    try:
        same = statement_comparison.compute_statement_digest(
            signed
        ) == statement_comparison.compute_statement_digest(dict(statement))
    except (AttributeError, KeyError, TypeError):  # the signed data are not a statement
        return False
    return same and len(ids) <= 1


def _refusal(message: str, path: str) -> StatementError:
    return StatementError(message, path=path, requirement=_RULE)
