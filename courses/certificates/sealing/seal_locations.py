"""Where seals stand in the bytes of a file, found without reading it as a PDF."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

#: How many places are looked at: a file of ours has one.
MOST = 16
#: The most hexadecimal digits of a seal, whoever made it.
_ROOM = 2**17
#: How far behind the seal its time is looked for.
_NEAR = 400

_NUMBER = rb"\s{1,9}(\d{1,10})"
_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0" + _NUMBER * 3 + rb"\s{0,30}\]")
_TIME = re.compile(rb"/M \(D:(\d{14})Z\)")


@dataclass(frozen=True)
class SealLocation:
    """A seal and the bytes it signs: all ``before`` it, and those from ``after`` on."""

    before: int
    after: int
    ends_at: int
    #: What stands between the two, as it is written, angle brackets included.
    written: bytes
    said_at: datetime | None

    @property
    def seal(self) -> bytes | None:
        """What is written in the place, with the zeros that fill it up; DER inside."""
        with suppress(ValueError):
            return bytes.fromhex(self.written[1:-1].decode("ascii"))
        return None

    def signed(self, pdf: bytes) -> bytes:
        """Return the bytes of ``pdf`` that the seal signs."""
        return pdf[: self.before] + pdf[self.after : self.ends_at]

    def holds(self, seal: bytes) -> bool:
        """Tell whether ``seal`` stands here as we write it: small digits, then zeros."""
        digits = seal.hex().encode()
        return self.written == b"<" + digits.ljust(len(self.written) - 2, b"0") + b">"


def list_seal_locations(pdf: bytes) -> list[SealLocation]:
    """Return the seals in ``pdf``, the first of them where there are very many."""
    return list(islice(_places_in(pdf), MOST))


def _places_in(pdf: bytes) -> Iterator[SealLocation]:
    for found in _RANGE.finditer(pdf):
        before, after, length = (int(number) for number in found.groups())
        written = pdf[before : min(after, before + _ROOM)]
        if written[:1] == b"<" and written[-1:] == b">":
            said_at = _time(pdf[after : after + _NEAR])
            yield SealLocation(before, after, after + length, written, said_at)


def _time(text: bytes) -> datetime | None:
    """Return the moment that a seal of ours says before all else that follows it."""
    found = _TIME.search(text)
    if found is None:
        return None
    with suppress(ValueError):
        told = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S")  # noqa: DTZ007 — the time zone stands beside it
        return told.replace(tzinfo=UTC)
    return None
