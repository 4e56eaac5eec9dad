"""Per-process cache of lessons as shown to everybody.

The contents of an edition never change, nor do published texts. The rest of a lesson
comes from the glossary and from released documents: the ``state`` of both is part of
the cache key, and is read with each request (``annotate_cache_state``). A question is
cached in its unanswered state. Content that is personal or comes from elsewhere is
rendered on each view: answers and scenarios, pictures and films, links to pages.
"""

import json
import secrets
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Revision

from content.glossary.models import Term
from content.glossary.term_links import PageGlossary
from content.models.lesson_page import LessonText, build_lesson_text
from courses.models import Course, Edition, UnitText
from courses.provisions.citation_lookup import ResolvedCitation
from courses.provisions.models import Document, DocumentEdition
from elearning.languages import get_current_language

if TYPE_CHECKING:
    from django.db.models import Model

#: About 200 KB each per process.
_LESSONS = 128
#: Blocks whose value is a row of another table, which may change.
_FROM_ELSEWHERE = frozenset({"figure", "video", "audio", "file"})
#: Blocks that differ between readers after they have answered or decided.
_QUESTIONS = frozenset({"check", "bank_check"})
_PERSONAL = _QUESTIONS | {"scenario"}
#: A placeholder in a cached question for the CSRF token of each request. Nobody can
#: write it into a text: it is different in each process.
_TOKEN = secrets.token_hex(32)
#: The attribute of links to pages and files, whose addresses may change.
_LINKED = "linktype="

State = tuple[object, ...]


@dataclass(frozen=True)
class CachedLesson:
    """A lesson in one language, with the parts of its page that are the same for everybody.

    ``blocks`` has the finished HTML of blocks by id, ``unanswered`` that of unanswered
    questions. ``text`` is for one request.
    """

    content: dict[str, Any]
    is_whole: bool
    lesson: LessonText
    citations: dict[str, ResolvedCitation]
    glossary: PageGlossary
    blocks: dict[str, SafeString]
    unanswered: dict[str, SafeString]
    legal_basis: SafeString

    def finished(self, touched: Container[str], token: str) -> dict[str, SafeString]:
        """Return the HTML of blocks that are ready for a reader, by id.

        ``touched`` are the questions that the reader has answered; ``token`` is the
        CSRF token of their page.
        """
        fresh = {
            block: mark_safe(html.replace(_TOKEN, token))  # noqa: S308 — finished HTML
            for block, html in self.unanswered.items()
            if block not in touched
        }
        return self.blocks | fresh

    def text(self) -> LessonText:
        """Return the lesson with current pictures and files."""
        if self.is_whole:
            return self.lesson
        found = build_lesson_text(self.content, self.lesson.language)
        found.questions = self.lesson.questions
        return found

    def terms(self) -> PageGlossary:
        """Return the glossary for blocks rendered per request."""
        kept = self.glossary
        return PageGlossary(kept.language, kept.terms, set(kept.said))


def annotate_cache_state(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Annotate ``courses`` with the state of glossary and documents."""
    return courses.annotate(
        terms_number=_over(Term, "pk", "COUNT"),
        terms_changed=_over(Term, "changed_at", "MAX"),
        documents_changed=_over(Document, "changed_at", "MAX"),
        documents_released=_over(DocumentEdition, "pk", "MAX"),
    )


def get_cache_state(course: Course) -> State:
    """Return the state of the content that a lesson takes from elsewhere.

    ``course`` comes from ``annotate_cache_state`` in the same request.
    """
    names = ("terms_number", "terms_changed", "documents_changed", "documents_released")
    return tuple(getattr(course, name) for name in names)


def get_cached_lesson(
    text: UnitText, edition: Edition, state: State, *, url: str
) -> CachedLesson:
    """Return the lesson ``text`` of ``edition`` as shown to everybody at ``url``."""
    return _shown(
        int(text.reference),
        text.digest,
        text.language,
        get_current_language(),
        (edition.pk, edition.released_at),
        state,
        url,
    )


def clear_lesson_cache() -> None:
    """Clear the cache. For tests, whose databases reuse the same keys."""
    _shown.cache_clear()


@lru_cache(maxsize=_LESSONS)
def _shown(
    reference: int,
    _digest: str,
    language: str,
    _page_language: str,
    edition: tuple[int, datetime],
    _state: State,
    url: str,
) -> CachedLesson:
    content: dict[str, Any] = Revision.objects.values_list("content", flat=True).get(
        pk=reference
    )
    lesson = build_lesson_text(content, language)
    lesson.ask(Edition(pk=edition[0]))
    citations, glossary = lesson.citations, PageGlossary.of(language)
    raw = json.loads(content.get("body") or "[]")
    same = {block["id"] for block in raw if _is_same_for_all(block)}
    asking = {block["id"] for block in raw if block["type"] in _QUESTIONS}
    context: dict[str, Any] = {"citations": citations}
    blocks = _finished(lesson, same, context, glossary)
    is_whole = not any(_comes_from_elsewhere(block) for block in raw)
    found = CachedLesson(
        content, is_whole, lesson, citations, glossary, blocks, {}, _basis(citations)
    )
    context |= {
        "lesson": lesson,
        "questions": lesson.questions,
        "answers_to": url,
        "csrf_token": _TOKEN,
    }
    found.unanswered.update(_finished(lesson, asking, context, found.terms()))
    return found


def _finished(
    lesson: LessonText,
    wanted: set[str],
    context: dict[str, Any],
    glossary: PageGlossary,
) -> dict[str, SafeString]:
    """Return the HTML of the ``wanted`` blocks, with terms linked by ``glossary``."""
    return {
        block.id: glossary.explain(
            block.render_as_block(context | {"block_id": block.id})
        )
        for block in lesson.body
        if block.id in wanted
    }


def _basis(citations: dict[str, ResolvedCitation]) -> SafeString:
    return render_to_string("content/legal_basis.html", {"citations": citations})


def _is_same_for_all(block: dict[str, Any]) -> bool:
    return block["type"] not in _PERSONAL and not _comes_from_elsewhere(block)


def _comes_from_elsewhere(block: dict[str, Any]) -> bool:
    return block["type"] in _FROM_ELSEWHERE or _LINKED in json.dumps(block["value"])


def _over(model: "type[Model]", field: str, function: str) -> Subquery:
    rows = model._default_manager.order_by()
    return Subquery(rows.values(n=Func(F(field), function=function)))
