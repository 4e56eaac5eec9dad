"""The subset of CBOR used by claims (RFC 8949).

Claims come from unknown senders, so decoding is as narrow as encoding: integers, texts,
bytes, lists, maps and null, all of definite length, in deterministic encoding (section
4.2). Tags, floats and indefinite lengths are refused.
"""

from typing import Any

_DEPTH = 4
_INLINE = 24  # smaller numbers are encoded in the first byte
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}
_NUMBER, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP = range(6)  # section 3.1
_NULL = 0xF6


class CborError(ValueError):
    """Not deterministic CBOR of this subset."""


class TruncatedCborError(CborError):
    """Data that end too early."""


def decode_value(data: bytes) -> Any:
    """Return the value that ``data`` encode.

    Raises ``CborError`` for anything else, for trailing bytes and for maps whose keys
    are not in order.
    """
    value, end = _read(data, 0, _DEPTH)
    if end != len(data):
        raise CborError("Bytes are left over.")
    return value


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if at >= len(data):
        raise TruncatedCborError("A part is missing.")
    if not depth:
        raise CborError("A claim is not nested so deep.")
    if data[at] == _NULL:
        return None, at + 1
    kind, (size, at) = data[at] >> 5, _size(data, at)
    if kind in {_NUMBER, _NEGATIVE}:
        return size if kind == _NUMBER else -1 - size, at
    if kind in {_BYTES, _TEXT}:
        return _string(data, at, size, is_text=kind == _TEXT)
    if kind in {_LIST, _MAP}:
        return (_list if kind == _LIST else _map)(data, at, size, depth - 1)
    raise CborError("A claim has no such part.")


def _size(data: bytes, at: int) -> tuple[int, int]:
    """Return the number at ``at``, and the position after it."""
    short = data[at] & 0x1F
    if short < _INLINE:
        return short, at + 1
    width = _WIDTHS.get(short)
    end = at + 1 + (width or 0)
    if width is None:
        raise CborError("A claim knows its lengths.")
    if end > len(data):
        raise TruncatedCborError("A length is missing.")
    number = int.from_bytes(data[at + 1 : end])
    shortest = _INLINE if width == 1 else 1 << (4 * width)
    if number < shortest:
        raise CborError("A number is longer than it need be.")
    return number, end


def _string(
    data: bytes, at: int, size: int, *, is_text: bool
) -> tuple[str | bytes, int]:
    end = at + size
    if end > len(data):
        raise TruncatedCborError("A text ends early.")
    try:
        return data[at:end].decode() if is_text else data[at:end], end
    except UnicodeDecodeError as error:
        raise CborError("A text is no text.") from error


def _list(data: bytes, at: int, size: int, depth: int) -> tuple[list[Any], int]:
    values = []
    for _place in range(size):
        value, at = _read(data, at, depth)
        values.append(value)
    return values, at


def _map(data: bytes, at: int, size: int, depth: int) -> tuple[dict[int, Any], int]:
    values: dict[int, Any] = {}
    before = b""
    for _place in range(size):
        start = at
        key, at = _read(data, at, depth)
        if not isinstance(key, int) or data[start:at] <= before:
            raise CborError("The keys of a map are not numbers in order.")
        before = data[start:at]
        values[key], at = _read(data, at, depth)
    return values, at
