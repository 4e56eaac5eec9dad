"""Draft questions: one row per language, joined by a key."""

from collections.abc import Iterable
from functools import cached_property
from random import SystemRandom
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Revision
from wagtail.search import index

from content.blocks.body_reader import split_citations
from content.blocks.citation_fields import CitationsInput
from content.models.weight_panel import TextWeightPanel
from content.privacy.forms import PRIVACY_PANEL
from content.publishing.models import Versioned
from content.questions import draft_validation
from content.questions.draft_content import QuestionDraftContent, build_question_facts
from content.questions.models.answer_fields import Answered
from content.questions.models.bank_draft import (
    ADDRESS,
    THIS_CHANGE,
    BankDraft,
    BankQuerySet,
    build_unique_code_constraint,
)
from content.questions.models.case_draft import CaseDraft
from content.questions.stem_fingerprint import fingerprint_stem
from content.questions.types import BANK_TYPES, list_type_choices, list_type_panels
from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.kinds import KINDS, MARKED_BY_PEOPLE
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.models import QuestionVersion
from courses.assessment.paper_blueprint import Difficulty
from courses.assessment.papers.published_questions import record_questions
from courses.models import Course, Outcome, Unit, UnitVersion
from courses.page_weight import PageWeight
from courses.release.unit_versions import PublishedText
from elearning.languages import OWN_NAMES

#: The preview in which authors answer the question themselves.
_TRIED = "try"


class QuestionDraftQuerySet(BankQuerySet):
    """Questions of the bank."""

    def releasable(self) -> Self:
        return self.live().filter(type__in=KINDS)

    def add(self, drafts: "Iterable[QuestionDraft]") -> None:
        """Insert ``drafts``, all of them new, in one query."""
        rows = list(drafts)
        for draft in rows:
            draft.asks = fingerprint_stem(draft.stem)
        self.bulk_create(rows)

    def alike(self, draft: "QuestionDraft") -> Self:
        """Keep other questions with the same words and language as ``draft``."""
        same = self.filter(asks=fingerprint_stem(draft.stem), locale=draft.locale_id)
        return same.exclude(translation_key=draft.translation_key)

    def with_likeness(self) -> Self:
        """Annotate ``is_alike``: whether another question has the same words."""
        others = QuestionDraft.objects.filter(
            asks=OuterRef("asks"), locale=OuterRef("locale")
        ).exclude(translation_key=OuterRef("translation_key"))
        return self.annotate(is_alike=Exists(others))


class QuestionDraft(Versioned, Answered, BankDraft):
    """A question in one language, as a draft."""

    code = models.SlugField(
        _("code"), max_length=32, help_text=_("The same in every language: C1-Q01.")
    )
    type = models.CharField(
        _("type"), max_length=16, choices=list_type_choices, default="single"
    )
    must_pass = models.BooleanField(
        _("must-pass question"),
        default=False,
        help_text=_("Anyone who gets it wrong does not pass, whatever their score."),
    )
    difficulty = models.CharField(
        _("difficulty"),
        max_length=6,
        choices=Difficulty,
        default=Difficulty.MEDIUM,
        help_text=_("Your estimate. The statistics show how hard it really is."),
    )
    for_practice = models.BooleanField(
        _("for practice"),
        default=False,
        help_text=_(
            "Used in lessons and for practice, where the right answer is "
            "shown; never in an exam."
        ),
    )
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, related_name="+", verbose_name=_("outcome")
    )
    cites = models.TextField(
        _("legal basis"),
        help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
    )
    stem = models.TextField(_("question"))
    asks = models.CharField(max_length=64, db_index=True, editable=False)
    case = models.ForeignKey(
        CaseDraft,
        models.PROTECT,
        related_name="+",
        verbose_name=_("case"),
        null=True,
        blank=True,
        help_text=_(
            "The text that this question is about. Publish it in this language first."
        ),
    )
    case_place = models.PositiveSmallIntegerField(
        _("place in the case"),
        default=1,
        help_text=_("The questions of a case are asked in this order."),
    )
    objects = QuestionDraftQuerySet.as_manager()

    panels = [
        ADDRESS,
        FieldRowPanel([FieldPanel("type"), FieldPanel("outcome")]),
        FieldPanel("difficulty"),
        FieldRowPanel([FieldPanel("must_pass"), FieldPanel("counts_parts")]),
        FieldPanel("for_practice"),
        FieldPanel("cites", widget=CitationsInput),
        FieldRowPanel([FieldPanel("case"), FieldPanel("case_place")]),
        FieldPanel("stem"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        *list_type_panels(),
        FieldPanel("passage"),
        FieldPanel("answers"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("tolerance"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("markers"), FieldPanel("limit")]),
        FieldPanel("feedback"),
        TextWeightPanel(heading=_("Size of this text")),
        THIS_CHANGE,
        PRIVACY_PANEL,
    ]
    search_fields = [
        index.SearchField("stem"),
        index.SearchField("code"),
        index.AutocompleteField("stem"),
        index.FilterField("course"),
        index.FilterField("type"),
        index.FilterField("locale"),
    ]

    class Meta(BankDraft.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("question bank")
        constraints = [
            build_unique_code_constraint(
                "question_code_in_course",
                _("This course already has a question with this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.locale.language_code})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the draft with the fingerprint of its stem, to find duplicates."""
        self.asks = fingerprint_stem(self.stem)
        if (fields := kwargs.get("update_fields")) is not None and "stem" in fields:
            kwargs["update_fields"] = {*fields, "asks"}
        super().save(*args, **kwargs)

    @property
    def is_releasable(self) -> bool:
        """Whether it can be asked; drafts of other types are never released."""
        return self.type in KINDS

    @property
    def is_open(self) -> bool:
        return self.type in MARKED_BY_PEOPLE

    @cached_property
    def unit_course(self) -> Course | None:
        return self.course if self.is_releasable else None

    @property
    def unit_kind(self) -> str:
        return Unit.Kind.QUESTION

    @property
    def unit_slug(self) -> str:
        return self.code.lower()

    @property
    def cite_list(self) -> list[str]:
        return split_citations(self.cites)

    @property
    def shown_case(self) -> CaseDraft | None:
        """The published case in the language of the question."""
        if self.case is None:
            return None
        live = CaseDraft.objects.live().filter(locale=self.locale_id)
        return live.filter(translation_key=self.case.translation_key).first()

    def shown_revision(self) -> Revision | None:
        """Return the published revision of its case; its author counts as an author."""
        case = self.shown_case
        return case.live_revision if case else None

    def build_body(self) -> dict[str, Any]:
        """Return the texts in its language (see ``assessment.kinds``)."""
        words = {"stem": self.stem, "feedback": self.feedback}
        return words | BANK_TYPES[self.type].build_body(self)

    def build_key(self) -> dict[str, Any]:
        """Return the answer key; typed answers are those of its language."""
        key = BANK_TYPES[self.type].build_key(self)
        return key | {"credit": "part"} if self.counts_parts else key

    def plain_content(self) -> dict[str, Any]:
        return QuestionDraftContent(self).plain_content()

    def digest(self) -> str:
        return QuestionDraftContent(self).digest()

    def structure(self) -> str:
        return QuestionDraftContent(self).structure()

    def published_text(self, revision: Revision) -> PublishedText:
        return QuestionDraftContent(self).published_text(revision)

    def citation_places(self) -> dict[str, list[str]]:
        return {"": self.cite_list}

    @classmethod
    def after_versions(cls, noted: Iterable[tuple[Self, UnitVersion]]) -> None:
        """Pass questions to the assessment office, in the languages that agree."""
        record_questions(
            [
                (version, build_question_facts(version, draft.language))
                for draft, version in noted
            ]
        )

    def clean(self) -> None:
        super().clean()
        if found := draft_validation.list_draft_faults(self):
            raise ValidationError(found)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "content/previews/question.html"

    def get_preview_context(
        self, request: HttpRequest, mode_name: str
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        is_tried = mode_name == _TRIED
        form = self.preview_form(is_tried=is_tried)
        return context | {
            "question": self,
            "weight": PageWeight(
                QuestionDraftContent(self).size(), settings.PAGE_BUDGET_KB
            ),
            "preview_language": OWN_NAMES[self.language],
            "form": form,
            "is_tried": is_tried,
            "case": self.shown_case,
            "rubric": self.build_body()
            if form and self.is_open and not is_tried
            else None,
        }

    def keys_on(self, page: str) -> list[UUID]:
        """Return the question itself: all its pages show the key."""
        return [self.translation_key]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The preview with the key, and the one for answering it as a candidate."""
        return [("", _("With the right answer")), (_TRIED, _("Answer it yourself"))]

    def preview_form(self, *, is_tried: bool = False) -> QuestionForm | None:
        """Return the form that learners will see; ``None`` if the draft has faults.

        It has the correct answer, or with ``is_tried`` none, in random order.
        """
        if not self.is_releasable or draft_validation.find_answer_fault(self):
            return None
        words = self.build_body()
        key = self.build_key()
        asked = QuestionVersion(type=self.type, key=key)
        if is_tried:
            order = asked.kind.order(words, SystemRandom())
            return asked.build_form(words, order, {})
        return build_key_form(asked, words)


def list_releasable_question_keys(course: Course) -> list[Any]:
    """Return the keys of the releasable questions of ``course``, by code."""
    rows = QuestionDraft.objects.releasable().filter(course=course).order_by("code")
    return list(dict.fromkeys(rows.values_list("translation_key", flat=True)))
