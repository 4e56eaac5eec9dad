"""Reading of tokens in tests (JWS Compact Serialization, RFC 7515)."""

import base64


def token_parts(token):
    """Header, payload and signature as bytes."""
    return [
        base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        for part in token.split(".")
    ]
