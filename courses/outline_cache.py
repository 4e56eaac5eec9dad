"""What editions list, kept in the memory of each process, to be read only.

An edition and what it lists never change once it is released.
"""

from functools import lru_cache

from courses.models import Edition, EditionEntry

#: Some 100 KB each.
_KEPT = 64


def load_outline(edition: int) -> list[EditionEntry]:
    """Return the outline of the released edition with the key ``edition``."""
    return _outline(edition)


def attach_outline(edition: Edition) -> Edition:
    """Give a released ``edition`` its outline, asked once in each process."""
    edition.outline = _outline(edition.pk)
    return edition


def clear_outlines() -> None:
    """Forget the outlines of editions: the database is another."""
    _outline.cache_clear()


@lru_cache(maxsize=_KEPT)
def _outline(edition: int) -> list[EditionEntry]:
    return Edition(pk=edition).outline
