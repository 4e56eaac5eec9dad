"""Search of the register for provisions to cite, by code, number and words."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.search.document_search import WORDS
from content.search.hit_highlights import strip_markup
from content.search.letter_folding import fold_letters
from courses.provisions import citation_lookup
from courses.provisions.citation_lookup import ResolvedCitation

#: The minimum length of a query; shorter ones match too much.
SHORTEST = 2
#: The maximum number of suggestions.
MOST = 12


@dataclass(frozen=True)
class ProvisionMatches:
    """The best matches, and the number of all."""

    best: list[ResolvedCitation]
    total: int


def search_provisions(query: str) -> ProvisionMatches:
    """Return the provisions and clauses that have every word of ``query``.

    The code, name, subject and text are searched, in the language of the page or the
    nearest; codes that begin with the query come first, then names. Clauses that are
    published but not released are found by code. Two queries.
    """
    words = [fold_letters(word) for word in query.split()[:WORDS]]
    asked = " ".join(words)
    if len(asked) < SHORTEST:
        return ProvisionMatches([], 0)
    ranked = [
        (rank, at, one)
        for at, one in enumerate(citation_lookup.list_register_citations())
        if (rank := _rank(one, words, asked)) is not None
    ]
    ranked.sort(key=lambda row: row[:2])
    return ProvisionMatches([one for _rank_, _at, one in ranked[:MOST]], len(ranked))


def _rank(one: ResolvedCitation, words: Iterable[str], asked: str) -> int | None:
    """Return the rank of a provision, 0 for best; ``None`` if a word is missing."""
    code = fold_letters(one.code)
    named = f"{code} {fold_letters(one.label)} {fold_letters(one.title)}"
    if code == asked:
        return 0
    if code.startswith(asked):
        return 1
    if all(word in named for word in words):
        return 2
    whole = f"{named} {fold_letters(strip_markup(one.text))}"
    return 3 if all(word in whole for word in words) else None
