"""Lookup of rows by code, key or title, as of establishments, positions and ranks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from elearning.staff.importing.folded_words import fold_words


class NameIndex:
    """Rows of one model by their names; codes take precedence over titles."""

    def __init__(self, rows: Iterable[Any]) -> None:
        """Index the rows; one query."""
        self._coded: dict[str, Any] = {}
        self._keyed: dict[str, Any] = {}
        self._folded: dict[str, set[Any]] = defaultdict(set)
        self._titled: dict[str, set[Any]] = defaultdict(set)
        self.by_key: dict[int, Any] = {}
        for row in rows:
            self.by_key[row.pk] = row
            self._coded[row.code.casefold()] = row
            self._folded[fold_words(row.code)].add(row)
            if key := getattr(row, "external_id", None):
                self._keyed[key.casefold()] = row
                self._folded[fold_words(key)].add(row)
            for title in filter(None, row.titles.values()):
                self._titled[fold_words(title)].add(row)

    def find(self, text: str) -> list[Any]:
        """Return the rows that ``text`` may mean: exactly one is a match.

        An exact code or key decides; otherwise folded codes and titles are compared.
        """
        exact = text.casefold()
        if found := self._coded.get(exact) or self._keyed.get(exact):
            return [found]
        word = fold_words(text)
        meant = self._folded.get(word) or self._titled.get(word) if word else None
        return sorted(meant or (), key=lambda row: str(row.code))
