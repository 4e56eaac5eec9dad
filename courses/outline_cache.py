"""A cache of edition outlines in the memory of each process; read-only.

A released edition and its entries never change.
"""

from functools import lru_cache

from courses.models import Edition, EditionEntry

#: About 100 KB each.
_KEPT = 64


def load_outline(edition: int) -> list[EditionEntry]:
    """Return the outline of the released edition with the id ``edition``."""
    return _outline(edition)


def attach_outline(edition: Edition) -> Edition:
    """Set the outline of a released ``edition``, loaded once per process."""
    edition.outline = _outline(edition.pk)
    return edition


def clear_outlines() -> None:
    """Empty the cache, for use with another database."""
    _outline.cache_clear()


@lru_cache(maxsize=_KEPT)
def _outline(edition: int) -> list[EditionEntry]:
    return Edition(pk=edition).outline
