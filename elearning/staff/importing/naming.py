"""Establishments, positions and ranks by what a list may call them: code, key or title."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from elearning.staff.importing.mapping import plain
from elearning.staff.models import Establishment, Post, Rank


class Called:
    """Rows of one kind by each of their names; a code is meant before a title."""

    def __init__(self, rows: Iterable[Any]) -> None:
        """Take the rows; one query."""
        self._sure: dict[str, Any] = {}
        self._titled: dict[str, set[Any]] = defaultdict(set)
        self.by_key: dict[int, Any] = {}
        for row in rows:
            self.by_key[row.pk] = row
            self._sure[plain(row.code)] = row
            for title in filter(None, row.titles.values()):
                self._titled[plain(title)].add(row)
        for row in self.by_key.values():
            if key := getattr(row, "external_id", None):
                self._sure.setdefault(plain(key), row)

    def find(self, text: str) -> list[Any]:
        """Return the rows that ``text`` may mean: one is meant, several are too many."""
        word = plain(text)
        if word in self._sure:
            return [self._sure[word]]
        return list(self._titled.get(word, ()))


class Names:
    """All that a row of a list may name besides a person: three queries."""

    def __init__(self) -> None:
        """Read what there is."""
        self.places = Called(Establishment.objects.all())
        self.posts = Called(Post.objects.all())
        self.ranks = Called(Rank.objects.all())
