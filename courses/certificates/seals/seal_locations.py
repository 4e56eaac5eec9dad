"""Location of seals in the bytes of a file, without parsing the PDF."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

#: The maximum number of seals examined; a file of ours has one.
MOST = 16
#: The maximum number of hexadecimal digits of a seal.
_ROOM = 2**17
#: How far after the seal its time is searched.
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
    #: The bytes between the two, with the angle brackets.
    written: bytes
    said_at: datetime | None

    @property
    def seal(self) -> bytes | None:
        """The decoded seal with its zero padding; DER inside."""
        with suppress(ValueError):
            return bytes.fromhex(self.written[1:-1].decode("ascii"))
        return None

    def signed(self, pdf: bytes) -> bytes:
        return pdf[: self.before] + pdf[self.after : self.ends_at]

    def holds(self, seal: bytes) -> bool:
        """Tell whether ``seal`` is here in our encoding: lower-case digits, then zeros."""
        digits = seal.hex().encode()
        return self.written == b"<" + digits.ljust(len(self.written) - 2, b"0") + b">"


def list_seal_locations(pdf: bytes) -> list[SealLocation]:
    """Return the seals in ``pdf``, at most ``MOST``."""
    return list(islice(_places_in(pdf), MOST))


def _places_in(pdf: bytes) -> Iterator[SealLocation]:
    for found in _RANGE.finditer(pdf):
        before, after, length = (int(number) for number in found.groups())
        written = pdf[before : min(after, before + _ROOM)]
        if written[:1] == b"<" and written[-1:] == b">":
            said_at = _time(pdf[after : after + _NEAR])
            yield SealLocation(before, after, after + length, written, said_at)


def _time(text: bytes) -> datetime | None:
    """Return the time stated first after a seal of ours."""
    found = _TIME.search(text)
    if found is None:
        return None
    with suppress(ValueError):
        told = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S")  # noqa: DTZ007 — the time zone follows
        return told.replace(tzinfo=UTC)
    return None
