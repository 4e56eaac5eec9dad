"""Writing of the search index on each release."""

from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Revision

from content.blocks.body_reader import extract_body_text
from content.models.lesson_page import build_lesson_text
from content.search.letter_folding import fold_letters
from content.search.models import SearchEntry
from courses.models import Edition, Unit, UnitText
from courses.provisions.models import ClauseText, DocumentEdition


def index_edition(edition: Edition) -> int:
    """Add the front page and the lessons of ``edition``; return the number of new entries."""
    known = SearchEntry.objects.exclude(text=None).values("text")
    texts = (
        UnitText.objects.filter(
            version__entries__edition=edition,
            version__unit__kind__in=(Unit.Kind.COURSE, Unit.Kind.LESSON),
        )
        .exclude(pk__in=known)
        .select_related("version__unit")
    )
    numbers = [text.reference for text in texts if text.reference.isdigit()]
    rows = Revision.objects.filter(pk__in=numbers).values_list("pk", "content")
    stored = {str(number): content for number, content in rows}
    entries = [_of_unit(text, stored.get(text.reference)) for text in texts]
    return len(SearchEntry.objects.bulk_create(entries))


def index_document(edition: DocumentEdition) -> int:
    """Add the clauses of ``edition``; return the number of new entries."""
    known = SearchEntry.objects.exclude(clause_text=None).values("clause_text")
    texts = (
        ClauseText.objects.filter(edition=edition)
        .exclude(pk__in=known)
        .select_related("clause__document")
    )
    entries = [_of_clause(text) for text in texts]
    return len(SearchEntry.objects.bulk_create(entries))


def _of_unit(text: UnitText, content: dict[str, Any] | None) -> SearchEntry:
    words = [text.title, text.summary, text.details.get("audience", "")]
    if content and text.version.unit.kind == Unit.Kind.LESSON:
        body = build_lesson_text(content, text.language).body
        words.append(extract_body_text(body.get_prep_value()))
    return _entry(" ".join(filter(None, words)), text=text, title=text.title)


def _of_clause(text: ClauseText) -> SearchEntry:
    document = text.clause.document
    short = document.shorts.get(text.language) or document.code
    title = f"{short}, {text.label or text.clause.number}"
    words = f"{title} {document.code} {text.clause.number} {text.title} "
    return _entry(words + strip_tags(text.text), clause_text=text, title=title[:255])


def _entry(words: str, **facts: Any) -> SearchEntry:
    source = facts.get("text") or facts["clause_text"]
    return SearchEntry(
        language=source.language, words=words, folded=fold_letters(words), **facts
    )
