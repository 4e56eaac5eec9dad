"""Search the register for provisions to cite: by code, number and words."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.search.document_search import WORDS
from content.search.hit_highlights import strip_markup
from content.search.letter_folding import fold_letters
from courses.provisions import citation_lookup
from courses.provisions.citation_lookup import ResolvedCitation

#: A query shorter than this finds too much.
SHORTEST = 2
#: How many are offered at once.
MOST = 12


@dataclass(frozen=True)
class ProvisionMatches:
    """The provisions that fit best, and how many there are."""

    best: list[ResolvedCitation]
    total: int


def search_provisions(query: str) -> ProvisionMatches:
    """Return the provisions and clauses that have every word of ``query``, in any form.

    Words are looked for in the code, the name, the subject and the text, in the language
    of the page or the nearest; codes that begin so come first, then names. Clauses that
    are published and not released yet are found by their code. Two queries.
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
    """Return how well a provision fits, 0 for best; ``None`` where a word lacks."""
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
