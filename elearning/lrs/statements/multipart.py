"""Parser and writer of multipart/mixed (RFC 2046, 5.1; xAPI Part Three, 1.5.2).

Only lines and headers are handled here; ``attachments`` interprets the parts. Django’s
parser is for forms, and the standard library’s changes line endings and charsets of
data that must stay unchanged.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from elearning.lrs.errors import RequestError

_RULE = "xAPI 1.0.3, Part 3, 1.5.2"
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_MOST_HEADER_BYTES = 16_384


@dataclass(frozen=True)
class BodyPart:
    """One part, with header names in lower case, and its bytes as received."""

    headers: Mapping[str, str]
    content: bytes


def parse_multipart(body: bytes, boundary: str) -> list[BodyPart]:
    """Return the parts of ``body``, at least one.

    Line endings are those after the first boundary: CR LF, or LF alone, as in hand-made
    clients. Text before the first boundary and after the last is ignored. Raises
    ``RequestError`` with the number of the part, from 0, as its path.
    """
    if not _BOUNDARY.fullmatch(boundary):
        raise RequestError(
            "multipart/mixed needs a boundary of 1 to 70 characters.", requirement=_RULE
        )
    return [
        _part(raw, end, place) for place, (raw, end) in enumerate(_raw(body, boundary))
    ]


def write_multipart(parts: Iterable[BodyPart], boundary: str) -> Iterator[bytes]:
    """Yield a body of ``parts``, piece by piece; they must not contain ``boundary``."""
    for part in parts:
        lines = [
            f"--{boundary}",
            *(f"{name}: {part.headers[name]}" for name in part.headers),
        ]
        yield "\r\n".join([*lines, "", ""]).encode("latin-1")
        yield part.content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def generate_boundary() -> str:
    """Return a boundary of 128 random bits, which occurs in no data."""
    return secrets.token_hex(16)


def _raw(body: bytes, boundary: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield the bytes between boundaries, with their line ending."""
    dashed = rb"--" + re.escape(boundary.encode())
    first = re.search(rb"(?:\A|\n)" + dashed + rb"[ \t]*(\r?\n)", body)
    if first is None:
        raise RequestError(
            "The boundary does not stand in the body.", requirement=_RULE
        )
    end = first[1]
    limit = re.compile(
        re.escape(end) + dashed + rb"(--)?[ \t]*(?:" + re.escape(end) + rb"|\Z)"
    )
    # The line ending before a boundary belongs to it, also after an empty part.
    place = first.end() - len(end)
    start = first.end()
    while found := limit.search(body, place):
        yield body[start : max(start, found.start())], end
        if found[1]:
            return
        start = found.end()
        place = start - len(end)
    raise RequestError(
        "The last boundary, with -- behind it, is missing.", requirement=_RULE
    )


def _part(raw: bytes, end: bytes, place: int) -> BodyPart:
    head, blank, content = raw.partition(end + end)
    if not blank or len(head) > _MOST_HEADER_BYTES:
        raise _refusal("A part begins with its headers and an empty line.", place)
    headers: dict[str, str] = {}
    unfolded = re.sub(re.escape(end) + rb"[ \t]+", b" ", head)
    for line in unfolded.decode("latin-1").split(end.decode()):
        header = _HEADER.fullmatch(line)
        if header is None:
            raise _refusal("This is no header of a part.", place)
        name = header[1].lower()
        if name in headers:
            raise _refusal(f"A part has the header {header[1]} twice.", place)
        headers[name] = header[2]
    return BodyPart(headers, content)


def _refusal(message: str, place: int) -> RequestError:
    return RequestError(message, path=f"part {place}", requirement=_RULE)
