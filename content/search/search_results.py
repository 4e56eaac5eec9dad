"""Search results visible to the reader, their own language first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from content.search.hit_highlights import highlight_text
from content.search.letter_folding import fold_letters
from content.search.models import SearchEntry
from courses.models import Unit
from elearning.languages import list_fallback_languages

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Letters from the first hit to the end of a snippet; half as many come before the hit.
AROUND = 110
#: The maximum number of results: nobody reads more, and the query should be narrower.
LIMIT = 60
#: The maximum number of words used from a query.
WORDS = 8


@dataclass(frozen=True)
class SearchResult:
    """One result on the page."""

    title: str
    url: str
    language: str
    icon: str
    snippet: SafeString


def search_released_texts(
    query: str, *, user: "User", language: str
) -> list[SearchResult]:
    """Return texts visible to ``user`` that have every word of ``query``.

    Each lesson or clause gives one result, in ``language`` if it matches there, else in
    the next language that does; hits in titles come first.
    """
    words = query.split()[:WORDS]
    if not words:
        return []
    entries = (
        SearchEntry.objects.visible_to(user)
        .matching(words)
        .select_related("text__version__unit__course", "clause_text__clause__document")
    )
    order = list_fallback_languages(language)
    best: dict[tuple[str, int], SearchEntry] = {}
    for entry in sorted(entries, key=lambda one: order.index(one.language)):
        best.setdefault(_identity(entry), entry)
    ranked = sorted(best.values(), key=lambda one: _rank(one, words, order))
    return [_found(entry, words) for entry in ranked[:LIMIT]]


def _identity(entry: SearchEntry) -> tuple[str, int]:
    if entry.text is not None:
        return "unit", entry.text.version.unit_id
    assert entry.clause_text is not None  # noqa: S101 — a constraint of the table
    return "clause", entry.clause_text.clause_id


def _rank(
    entry: SearchEntry, words: list[str], order: tuple[str, ...]
) -> tuple[int, bool, bool, int]:
    title = fold_letters(entry.title)
    in_title = all(fold_letters(word) in title for word in words)
    is_clause = entry.text is None
    return order.index(entry.language), not in_title, is_clause, entry.pk


def _found(entry: SearchEntry, words: list[str]) -> SearchResult:
    url, icon = _address(entry)
    return SearchResult(
        title=entry.title,
        url=url,
        language=entry.language,
        icon=icon,
        snippet=_snippet(entry, words),
    )


def _address(entry: SearchEntry) -> tuple[str, str]:
    if entry.text is not None:
        unit = entry.text.version.unit
        if unit.kind == Unit.Kind.COURSE:
            return unit.course.get_absolute_url(), "course"
        return reverse("content:lesson", args=[unit.course.slug, unit.slug]), "lesson"
    assert entry.clause_text is not None  # noqa: S101 — a constraint of the table
    clause = entry.clause_text.clause
    return f"{clause.document.get_absolute_url()}#{clause.anchor}", "guideline"


def _snippet(entry: SearchEntry, words: list[str]) -> SafeString:
    """Return the text around the first hit after the title, with hits highlighted."""
    after = min(len(entry.title), len(entry.folded))
    hits = [entry.folded.find(fold_letters(word), after) for word in words]
    first = min((hit for hit in hits if hit >= 0), default=0)
    start = max(0, first - AROUND // 2)
    end = min(len(entry.words), first + AROUND)
    start = entry.words.rfind(" ", 0, start) + 1 if start else 0
    end = entry.words.find(" ", end) if entry.words.find(" ", end) > 0 else end
    text = highlight_text(entry.words[start:end], words, entry.folded[start:end])
    return mark_safe(  # noqa: S308 — every piece is escaped by ``highlight_text``
        ("… " if start else "") + text + (" …" if end < len(entry.words) else "")
    )
