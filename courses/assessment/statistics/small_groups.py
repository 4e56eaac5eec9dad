"""Suppression of numbers of small groups, also where subtraction would reveal them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: The smallest group whose numbers identify nobody (curriculum G.3-2).
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class ShownGroups:
    """The groups with numbers of their own, and those in the overall numbers."""

    alone: frozenset[str]
    together: frozenset[str]


def select_shown_groups(counts: Mapping[str, int]) -> ShownGroups:
    """Return which of the groups, given with their sizes, may be shown.

    A group below ``SMALLEST_GROUP`` has no numbers of its own. The overall numbers leave the
    small groups out, unless these are large enough together: otherwise subtracting the
    groups shown would reveal them.
    """
    alone = {name for name, n in counts.items() if n >= SMALLEST_GROUP}
    small = {name for name, n in counts.items() if 0 < n < SMALLEST_GROUP}
    enough = sum(counts[name] for name in small) >= SMALLEST_GROUP
    return ShownGroups(frozenset(alone), frozenset(alone | small if enough else alone))


def can_show_parts(sizes: Iterable[int]) -> bool:
    """Return whether a whole may be shown by parts: none of them is small."""
    return all(size >= SMALLEST_GROUP for size in sizes)
