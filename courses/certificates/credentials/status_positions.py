"""Where a certificate's two bits stand in the status lists (Bitstring Status List 1.0)."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from courses.certificates.models import Certificate

#: How many certificates a list holds: the least that hides a single one (§3.2).
LENGTH = 131_072

#: Odd, so that no two certificates of a list meet at one place. Never change either
#: number: places are printed on paper.
_FACTOR = 82_589
_START = 48_611


class StatusPosition(NamedTuple):
    """The number of a list, from 0, and the index within it, below ``LENGTH``."""

    list: int
    index: int  # type: ignore[assignment]  # nobody searches a place for a number


def get_status_position(certificate: "Certificate") -> StatusPosition:
    """Return where ``certificate`` stands, the same in every list of its number.

    It follows from the row's id, so nothing has to be stored or counted. Neighbours are
    scattered, and the place alone does not tell in which order they were issued.
    """
    return compute_status_position(certificate.pk)


def compute_status_position(pk: int) -> StatusPosition:
    """Return the place of the certificate whose row is ``pk``."""
    number, position = divmod(pk - 1, LENGTH)
    return StatusPosition(number, (_FACTOR * position + _START) % LENGTH)


def compute_row_range(number: int) -> tuple[int, int]:
    """Return the first and the last row that stand in the list ``number``."""
    first = number * LENGTH + 1
    return first, first + LENGTH - 1
