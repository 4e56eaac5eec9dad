"""Numbers of small groups are not shown, nor left to be found by subtraction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: Below this many people a number would tell of persons (curriculum G.3-2).
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class ShownGroups:
    """Which groups have numbers of their own, and which are in those of all."""

    alone: frozenset[str]
    together: frozenset[str]


def select_shown_groups(
    counts: Mapping[str, int], smallest: int = SMALLEST_GROUP
) -> ShownGroups:
    """Say which of the groups, given with their sizes, may be shown.

    A group below ``smallest`` has no numbers of its own. The numbers of all leave the
    small groups out, unless they are enough together: otherwise all without those shown
    would be theirs.
    """
    alone = {name for name, n in counts.items() if n >= smallest}
    small = {name for name, n in counts.items() if 0 < n < smallest}
    enough = sum(counts[name] for name in small) >= smallest
    return ShownGroups(frozenset(alone), frozenset(alone | small if enough else alone))


def can_show_parts(sizes: Iterable[int], smallest: int = SMALLEST_GROUP) -> bool:
    """Tell whether a whole may be shown by parts: none of them is small."""
    return all(size >= smallest for size in sizes)
