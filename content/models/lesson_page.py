"""Lessons: the page of blocks, and its text as given to readers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from content.blocks import LessonBody, body_weight
from content.blocks.body_reader import (
    extract_body_text,
    hash_body_structure,
    list_bank_question_keys,
    list_citations,
    split_citations,
    strip_empty_values,
)
from content.blocks.citation_fields import CitationsInput
from content.blocks.translation_segments import hash_body_segments
from content.models.abstract_pages import BasePage, UnitPage, format_unknown_citations
from content.models.facts_panel import FactsPanel
from content.models.shared_panel import SharedLessonPanel
from content.models.weight_panel import TextWeightPanel
from content.publishing.models import Fact
from content.recordings.models import Recording
from content.recordings.recording_conversion import list_ready_recordings
from courses.assessment.models import QuestionVersion
from courses.assessment.practice import self_check_questions
from courses.models import Edition, Unit
from courses.page_weight import PageWeight
from courses.provisions import citation_lookup
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest

_PLAYED = frozenset({"video", "audio"})


@dataclass
class LessonText:
    """One language of a lesson for display, from a draft or a revision."""

    title: str
    summary: str
    minutes: int
    language: str
    body: Any
    cites: list[str] = field(default_factory=list)
    outcomes: list[int] = field(default_factory=list)
    questions: dict[str, QuestionVersion] = field(default_factory=dict)

    @property
    def all_cites(self) -> list[str]:
        """Every citation of the lesson and its questions, each once."""
        codes = [*self.cites, *list_citations(self.body.get_prep_value())]
        for question in self.questions.values():
            codes += question.all_cites
        return list(dict.fromkeys(codes))

    @property
    def citations(self) -> dict[str, citation_lookup.ResolvedCitation]:
        """Every citation of the lesson resolved, by code; two queries."""
        return {
            cited.code: cited
            for cited in citation_lookup.resolve_citations(self.all_cites)
        }

    def ask(self, edition: Edition | None = None) -> None:
        """Fetch the bank questions that the lesson asks: at most one query.

        They come in the versions of ``edition``; without one, as last published.
        """
        keys = list_bank_question_keys(self.body.get_prep_value())
        self.questions = self_check_questions.list_questions_by_key(keys, edition)

    def question(self, block: Any) -> QuestionVersion | None:
        """Return the question asked by ``block``; ``None`` if it asks none."""
        if block.block_type == "bank_check":
            return self.questions.get(block.value.key)
        if block.block_type == "check":
            asked: QuestionVersion = block.value.question_in(self.language)
            return asked
        return None

    @cached_property
    def recordings(self) -> dict[int, Recording]:
        """Return the converted versions of its films and recordings, by file id."""
        files = [b.value["file"] for b in self.body if b.block_type in _PLAYED]
        return list_ready_recordings(file.pk for file in files if file)

    @property
    def scenario(self) -> Any:
        """The scenario block of the lesson, or ``None``."""
        return next((b for b in self.body if b.block_type == "scenario"), None)

    def block(self, block_id: str) -> Any:
        """Return the block with that id, or ``None``."""
        return next((block for block in self.body if block.id == block_id), None)


class LessonPage(UnitPage):
    """A lesson, in one language."""

    summary = models.CharField(
        _("summary"),
        max_length=160,
        help_text=_("One sentence that says why the lesson is worth the time."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1)]
    )
    outcomes = models.CharField(
        _("outcomes"),
        max_length=60,
        blank=True,
        help_text=_("The numbers of the course's outcomes, separated by commas: 1, 3."),
    )
    cites = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
    )
    body = StreamField(LessonBody(), verbose_name=_("lesson"), blank=True)

    kind = Unit.Kind.LESSON
    content_panels = [
        FactsPanel(heading=_("Facts to verify")),
        SharedLessonPanel(heading=_("Also taught elsewhere")),
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("outcomes")]),
        FieldPanel("cites", widget=CitationsInput),
        FieldPanel("body"),
        TextWeightPanel(heading=_("Size of this text")),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["content.CoursePage", "content.ModulePage"]
    subpage_types: list[str] = []
    template = "content/lesson.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def reader_url(self) -> str:
        if slug := self.course_slug:
            return reverse("content:lesson", args=[slug, self.slug])
        return super().reader_url

    @property
    def outcome_numbers(self) -> list[int]:
        return [
            int(part) for part in self.outcomes.split(",") if part.strip().isdigit()
        ]

    def citation_places(self) -> dict[str, list[str]]:
        """Return the citations of the lesson as a whole and of each block."""
        blocks = self.body.get_prep_value()
        return super().citation_places() | {
            block["id"]: list_citations([block]) for block in blocks
        }

    def plain_content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "summary": self.summary,
            "minutes": self.minutes,
            "outcomes": self.outcome_numbers,
            "cites": self.cite_list,
            "body": strip_empty_values(self.body.get_prep_value()),
        }

    def segments(self) -> dict[str, str]:
        found = hash_body_segments(self.body.stream_block, self.body.get_prep_value())
        return super().segments() | found

    def structure(self) -> str:
        return hash_body_structure(self.body.get_prep_value())

    def details(self) -> dict[str, Any]:
        raw = self.body.get_prep_value()
        return {
            "cites": list(dict.fromkeys([*self.cite_list, *list_citations(raw)])),
            "outcomes": self.outcome_numbers,
            "checks": [
                block["id"] for block in raw if block["type"] in {"check", "bank_check"}
            ],
            "parts": [block["id"] for block in raw],
            "pictures": body_weight.measure_picture_weight(self.body),
            "has_scenario": any(block["type"] == "scenario" for block in raw),
        } | ({"captions": captioned} if (captioned := _captioned(raw)) else {})

    def clean(self) -> None:
        """Demand citations that exist, and questions of the course’s bank."""
        super().clean()
        raw = self.body.get_prep_value()
        if missing := self.missing_of(list_citations(raw)):
            raise ValidationError({"body": format_unknown_citations(missing)})
        asked = set(list_bank_question_keys(raw))
        if not asked or self.unit_course is None:
            return
        own = Unit.objects.filter(course=self.unit_course, key__in=asked)
        if own.count() < len(asked):
            raise ValidationError(
                {"body": _("Choose questions of this course's bank.")}
            )

    def text(self) -> LessonText:
        """Return the page's own text, for its preview and its size."""
        text = LessonText(
            title=self.title,
            summary=self.summary,
            minutes=self.minutes,
            language=self.language,
            body=self.body,
            cites=self.cite_list,
            outcomes=self.outcome_numbers,
        )
        text.ask()
        return text

    def size(self) -> int:
        text = self.text()
        with translation.override(text.language):
            html = render_to_string(
                "content/lesson_body.html",
                {
                    "lesson": text,
                    "questions": text.questions,
                    "recordings": text.recordings,
                    "citations": text.citations,
                    "csrf_token": "0" * 64,
                },
            )
        return len(html.encode())

    def words(self) -> str:
        """Return the lesson as plain text."""
        return extract_body_text(self.body.get_prep_value())

    def get_preview_context(
        self, request: "HttpRequest", mode_name: str
    ) -> dict[str, Any]:
        text = self.text()
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | {
            "lesson": text,
            "questions": text.questions,
            "recordings": text.recordings,
            "citations": text.citations,
            "facts": Fact.objects.under(self.translation_key),
            "is_preview": True,
            "weight": PageWeight(
                self.size() + body_weight.measure_picture_weight(self.body),
                settings.PAGE_BUDGET_KB,
            ),
            "preview_language": OWN_NAMES[self.language],
        }


def _captioned(raw: list[dict[str, Any]]) -> list[str]:
    """Return the ids of films with captions."""
    return [b["id"] for b in raw if b["type"] == "video" and b["value"].get("captions")]


def build_lesson_text(
    content: dict[str, Any], language: str, body: StreamValue | None = None
) -> LessonText:
    """Return the text of a stored revision of a lesson; one query per media type.

    ``body`` is its body, if already read (see ``build_lesson_bodies``).
    """
    return LessonText(
        title=content["title"],
        summary=content.get("summary", ""),
        minutes=content.get("minutes") or 0,
        language=language,
        body=_stream().to_python(content.get("body") or "[]") if body is None else body,
        cites=split_citations(content.get("cites", "")),
        outcomes=[
            int(part)
            for part in content.get("outcomes", "").split(",")
            if part.strip().isdigit()
        ],
    )


def build_lesson_bodies(contents: Sequence[dict[str, Any]]) -> list[StreamValue]:
    """Return the bodies of stored revisions, with one query per media type for all."""
    raw = [json.loads(content.get("body") or "[]") for content in contents]
    stream = _stream()
    blocks = iter(stream.to_python(json.dumps([one for body in raw for one in body])))
    return [
        StreamValue(
            stream.stream_block,
            [(b.block_type, b.value, b.id) for b in islice(blocks, len(body))],
        )
        for body in raw
    ]


def _stream() -> Any:
    return LessonPage._meta.get_field("body")
