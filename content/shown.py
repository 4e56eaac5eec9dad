"""Lessons as everybody is shown them, kept in the memory of each process.

What an edition lists never changes, nor does a text once it is published. The rest of a
lesson comes from the glossary and from the released documents: the ``state`` of both is
part of what a lesson is kept by, and is read with each request (``stated``). What is
personal, or comes from elsewhere, is made anew for each look: questions and scenarios,
pictures and films, links to pages.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, QuerySet, Subquery
from django.utils.safestring import SafeString
from wagtail.models import Revision

from content.glossary.explaining import Glossary
from content.glossary.models import Term
from content.models.lesson import LessonText, lesson_of
from courses.models import Course, Edition, EditionEntry, UnitText
from courses.provisions.citing import Cited
from courses.provisions.models import Document, DocumentEdition
from elearning.languages import current

if TYPE_CHECKING:
    from django.db.models import Model

#: Some 200 KB each in a process; outlines some 100 KB.
_LESSONS, _OUTLINES = 128, 64
#: Blocks whose value is a row of a table: it can be changed.
_FROM_ELSEWHERE = frozenset({"figure", "video", "audio", "file"})
#: Blocks that differ from reader to reader.
_PERSONAL = frozenset({"check", "bank_check", "scenario"})
#: How a link to a page or a file begins inside a text; its address can change.
_LINKED = "linktype="

State = tuple[object, ...]


@dataclass(frozen=True)
class Shown:
    """A lesson in one language, and as much of its page as is the same for everybody.

    ``blocks`` has the finished HTML of a block by its id. ``text`` is for one request.
    """

    content: dict[str, Any]
    is_whole: bool
    lesson: LessonText
    citations: dict[str, Cited]
    glossary: Glossary
    blocks: dict[str, SafeString]

    def text(self) -> LessonText:
        """Return the lesson, its pictures and files as they are now."""
        if self.is_whole:
            return self.lesson
        found = lesson_of(self.content, self.lesson.language)
        found.questions = self.lesson.questions
        return found

    def terms(self) -> Glossary:
        """Return the glossary for the blocks that are made anew."""
        kept = self.glossary
        return Glossary(kept.language, kept.terms, set(kept.said))


def stated(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Add to ``courses`` what ``state_of`` reads: when glossary and documents changed."""
    return courses.annotate(
        terms_number=_over(Term, "pk", "COUNT"),
        terms_changed=_over(Term, "changed_at", "MAX"),
        documents_changed=_over(Document, "changed_at", "MAX"),
        documents_released=_over(DocumentEdition, "pk", "MAX"),
    )


def state_of(course: Course) -> State:
    """Return the state of everything that a lesson shows and its text does not hold.

    ``course`` was found by ``stated`` in this request.
    """
    names = ("terms_number", "terms_changed", "documents_changed", "documents_released")
    return tuple(getattr(course, name) for name in names)


def shown(text: UnitText, edition: Edition, state: State) -> Shown:
    """Return the lesson ``text`` of ``edition`` as everybody sees it on this page."""
    return _shown(
        int(text.reference),
        text.digest,
        text.language,
        current(),
        (edition.pk, edition.released_at),
        state,
    )


def with_outline(edition: Edition) -> Edition:
    """Give ``edition`` its outline, asked once in each process; nobody changes it."""
    edition.outline = _outline(edition.pk, edition.released_at)
    return edition


def forget() -> None:
    """Forget what is kept. For tests, whose databases begin anew with the same keys."""
    _shown.cache_clear()
    _outline.cache_clear()


@lru_cache(maxsize=_OUTLINES)
def _outline(edition: int, _released_at: datetime) -> list[EditionEntry]:
    return Edition(pk=edition).outline


@lru_cache(maxsize=_LESSONS)
def _shown(
    reference: int,
    _digest: str,
    language: str,
    _page_language: str,
    edition: tuple[int, datetime],
    _state: State,
) -> Shown:
    content: dict[str, Any] = Revision.objects.values_list("content", flat=True).get(
        pk=reference
    )
    lesson = lesson_of(content, language)
    lesson.ask(Edition(pk=edition[0]))
    citations, glossary = lesson.citations, Glossary.of(language)
    raw = json.loads(content.get("body") or "[]")
    same = {block["id"] for block in raw if _is_same_for_all(block)}
    blocks = {
        block.id: glossary.explain(
            block.render_as_block({"citations": citations, "block_id": block.id})
        )
        for block in lesson.body
        if block.id in same
    }
    is_whole = not any(_comes_from_elsewhere(block) for block in raw)
    return Shown(content, is_whole, lesson, citations, glossary, blocks)


def _is_same_for_all(block: dict[str, Any]) -> bool:
    return block["type"] not in _PERSONAL and not _comes_from_elsewhere(block)


def _comes_from_elsewhere(block: dict[str, Any]) -> bool:
    return block["type"] in _FROM_ELSEWHERE or _LINKED in json.dumps(block["value"])


def _over(model: "type[Model]", field: str, function: str) -> Subquery:
    rows = model._default_manager.order_by()  # noqa: SLF001 — Django's documented API
    return Subquery(rows.values(n=Func(F(field), function=function)))
