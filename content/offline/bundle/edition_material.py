"""The content of an edition in one language, read at once for a device.

The number of queries is fixed, for any number of lessons.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.models import Revision

from content.blocks.body_reader import list_bank_question_keys
from content.blocks.body_weight import FIGURE
from content.glossary.models import Term
from content.models.lesson_page import (
    LessonText,
    build_lesson_bodies,
    build_lesson_text,
)
from courses.assessment.models import QuestionVersion
from courses.assessment.practice import course_practice, self_check_questions
from courses.models import Course, Edition, EditionEntry, Unit
from courses.models.edition import Approval
from courses.provisions import citation_lookup
from courses.provisions.citation_lookup import ResolvedCitation


@dataclass
class EditionMaterial:
    """An edition of a course; texts are in the active language, or the nearest."""

    course: Course
    edition: Edition

    @cached_property
    def entries(self) -> list[EditionEntry]:
        return [
            entry
            for entry in self.edition.outline
            if entry.version.unit.kind == Unit.Kind.LESSON
        ]

    @cached_property
    def front(self) -> EditionEntry | None:
        return self._entry(Unit.Kind.COURSE)

    @cached_property
    def exam(self) -> EditionEntry | None:
        return self._entry(Unit.Kind.EXAM)

    @cached_property
    def lessons(self) -> dict[int, LessonText]:
        """The lessons by entry id, with the questions they ask."""
        texts = [entry.version.text() for entry in self.entries]
        stored = Revision.objects.in_bulk([int(text.reference) for text in texts])
        contents: list[dict[str, Any]] = [
            stored[int(text.reference)].content for text in texts
        ]
        streams = build_lesson_bodies(contents)
        _fetch_renditions(streams)
        found = {
            entry.pk: build_lesson_text(content, text.language, body)
            for entry, text, content, body in zip(
                self.entries, texts, contents, streams, strict=True
            )
        }
        self._ask(found.values())
        return found

    @cached_property
    def questions(self) -> list[QuestionVersion]:
        """The practice questions, in an order that reveals nothing."""
        rows = course_practice.list_edition_questions(self.edition.pk).select_related(
            "version__unit"
        )
        return sorted(rows, key=lambda row: row.version.unit.key.int)

    @cached_property
    def cited(self) -> dict[str, ResolvedCitation]:
        """Every citation of the edition resolved, by code."""
        codes = [code for text in self.lessons.values() for code in text.all_cites]
        codes += [code for question in self.questions for code in question.all_cites]
        if self.front:
            codes += self.front.version.text().details.get("cites", ())
        return {
            one.code: one
            for one in citation_lookup.resolve_citations(dict.fromkeys(codes))
        }

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The terms of the glossary, by name."""
        return {term.name: term for term in Term.objects.all()}

    @cached_property
    def approvals(self) -> dict[str, Approval]:
        """The latest safeguard approval of each version, by its digest."""
        digests = [entry.version.digest for entry in self.entries]
        given = Approval.objects.filter(
            gate=Approval.Gate.SAFEGUARD, digest__in=digests
        )
        return {one.digest: one for one in given.order_by("at", "pk")}

    def citations(self, codes: list[str]) -> dict[str, ResolvedCitation]:
        """Return the citations with ``codes``, in that order."""
        return {code: self.cited[code] for code in codes}

    def _entry(self, kind: str) -> EditionEntry | None:
        entries = self.edition.outline
        return next((e for e in entries if e.version.unit.kind == kind), None)

    def _ask(self, lessons: Collection[LessonText]) -> None:
        asked = [
            list_bank_question_keys(text.body.get_prep_value()) for text in lessons
        ]
        known = self_check_questions.list_questions_by_key(
            {key for keys in asked for key in keys}, self.edition
        )
        for text, keys in zip(lessons, asked, strict=True):
            text.questions = {key: known[key] for key in keys if key in known}


def _fetch_renditions(streams: list[Any]) -> None:
    """Fetch the renditions of pictures: two queries for all, none without pictures."""
    images = [
        block.value["image"]
        for stream in streams
        for block in stream
        if block.block_type == "figure" and block.value["image"] is not None
    ]
    if images:
        rendition = get_image_model().get_rendition_model()
        shown = rendition.objects.filter(filter_spec=FIGURE)
        prefetch_related_objects(
            images, Prefetch("renditions", shown, to_attr="prefetched_renditions")
        )
