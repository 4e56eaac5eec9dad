"""Positions of certificates in the status lists (Bitstring Status List 1.0)."""

from typing import NamedTuple

#: Certificates per list: the minimum that hides a single one (§3.2).
LENGTH = 131_072

#: Odd, so that no two certificates of a list share a position. Never change either
#: number: positions are printed on paper.
_FACTOR = 82_589
_START = 48_611


class StatusPosition(NamedTuple):
    """The number of a list, from 0, and the index within it, below ``LENGTH``."""

    list: int
    index: int  # type: ignore[assignment]  # replaces tuple.index, which is not needed


def compute_status_position(pk: int) -> StatusPosition:
    """Return the position of the certificate with the id ``pk``, the same in all lists.

    It is computed from the id, so nothing is stored. Neighbours are scattered, so the
    position alone does not reveal the order of issue.
    """
    number, position = divmod(pk - 1, LENGTH)
    return StatusPosition(number, (_FACTOR * position + _START) % LENGTH)


def compute_row_range(number: int) -> tuple[int, int]:
    """Return the first and the last id in the list ``number``."""
    first = number * LENGTH + 1
    return first, first + LENGTH - 1
