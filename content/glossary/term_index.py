"""The list of terms: sorted by the alphabet of a language, searched in all languages."""

from collections.abc import Iterable

from content.glossary.models import Term
from content.search.letter_folding import fold_letters

#: The order of letters. Both alphabets share one line, since neither uses letters of
#: the other.
_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_ORDER = {letter: number for number, letter in enumerate(_ALPHABET, start=1000)}

#: A letter and the terms that begin with it.
Chapter = tuple[str, list[Term]]


def filter_terms(terms: Iterable[Term], query: str) -> list[Term]:
    """Keep the terms that have every word of ``query``, in any language or spelling."""
    words = [fold_letters(word) for word in query.split()]
    return [term for term in terms if all(word in _words(term) for word in words)]


def group_terms_by_letter(terms: Iterable[Term]) -> list[Chapter]:
    """Return ``terms`` grouped by first letter, in the alphabet of the page’s language."""
    found: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda one: [_place(x) for x in _plain(one)]):
        found.setdefault(_plain(term)[0].upper(), []).append(term)
    return list(found.items())


def _plain(term: Term) -> str:
    """Return the sort key of a term: lower case, from its first letter on."""
    return term.term.lower().lstrip("(«“ ") or "?"


def _place(letter: str) -> int:
    return _ORDER.get(
        letter, ord(letter) if ord(letter) < min(_ORDER.values()) else 9999
    )


def _words(term: Term) -> str:
    texts = [*term.terms.values(), *term.definitions.values()]
    return fold_letters(" ".join(texts))
