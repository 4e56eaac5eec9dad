"""Multibase encodings (Controlled Identifiers 1.0, §2.4)."""

import base64

#: Bitcoin’s alphabet, without letters that are easily confused.
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE = len(_ALPHABET)
_ED25519 = b"\xed\x01"  # multicodec prefix of an Ed25519 public key


def encode_base58(data: bytes) -> str:
    """Return ``data`` in base 58 with the prefix ``z``."""
    digits = ""
    number = int.from_bytes(data)
    while number:
        number, digit = divmod(number, _BASE)
        digits = _ALPHABET[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + digits


def encode_base64url(data: bytes) -> str:
    """Return ``data`` in URL-safe base 64 with the prefix ``u``."""
    return "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")


def encode_multikey(public: bytes) -> str:
    """Return the 32 bytes of an Ed25519 public key as a Multikey (§2.2.2)."""
    return encode_base58(_ED25519 + public)
