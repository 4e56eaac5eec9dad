"""The question bank as its authors see it: one row a language, joined by a key."""

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search import index

from content.blocks.reading import split_cites
from content.publishing.models import Versioned
from content.publishing.previews import framed_by_the_studio
from content.questions import asking, pictures
from content.questions.blocks import AnswerBody
from content.questions.cases import CaseDraft
from content.questions.likeness import fingerprint
from content.questions.regions_panel import RegionsPanel
from courses.assessment.asking.feedback import key_of
from courses.assessment.asking.forms import Form
from courses.assessment.kinds import KINDS, KeyFaultError, kind_of, shape
from courses.assessment.kinds.open import LONGEST, USUAL
from courses.assessment.models import QuestionVersion
from courses.assessment.papers.versions import note_question
from courses.models import Course, Outcome, Unit, UnitVersion
from courses.outline import PublishedText
from courses.provisions import citing
from elearning.languages import CODES

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Revision

#: The types that can be asked in an exam; others stay drafts.
RELEASABLE = tuple(KINDS)


class QuestionDraftQuerySet(models.QuerySet["QuestionDraft"]):
    """Questions of the bank."""

    def live(self) -> Self:
        return self.filter(live=True)

    def releasable(self) -> Self:
        return self.live().filter(type__in=RELEASABLE)

    def alike(self, draft: "QuestionDraft") -> Self:
        """Keep other questions with the same words in the same language as ``draft``."""
        same = self.filter(asks=fingerprint(draft.stem), locale=draft.locale_id)
        return same.exclude(translation_key=draft.translation_key)

    def with_likeness(self) -> Self:
        """Add ``is_alike``: whether another question asks the same in this language."""
        others = QuestionDraft.objects.filter(
            asks=OuterRef("asks"), locale=OuterRef("locale")
        ).exclude(translation_key=OuterRef("translation_key"))
        return self.annotate(is_alike=Exists(others))


class QuestionDraft(
    Versioned,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """One question in one language, as its authors are writing it."""

    class Type(models.TextChoices):
        """What kind of answer is asked for."""

        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")
        TRUE_FALSE = "truefalse", _("True or false")
        MATCHING = "matching", _("Matching")
        ORDERING = "ordering", _("Ordering")
        CLOZE = "cloze", _("Text with gaps")
        NUMERIC = "numeric", pgettext_lazy("type of question", "Number")
        TEXT = "text", _("Short answer")
        BRANCHING = "branching", _("Branching scenario")
        HOTSPOT = "hotspot", _("Regions of a picture")
        OPEN = "open", _("Open answer")
        SCENARIO = "scenario", _("Scenario")

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    code = models.SlugField(
        _("code"), max_length=32, help_text=_("The same in every language: C1-Q01.")
    )
    type = models.CharField(_("type"), max_length=16, choices=Type, default=Type.SINGLE)
    must_pass = models.BooleanField(
        _("must-pass question"),
        default=False,
        help_text=_("Who gets it wrong does not pass, whatever the score."),
    )
    difficulty = models.CharField(
        _("difficulty"),
        max_length=6,
        choices=QuestionVersion.Difficulty,
        default=QuestionVersion.Difficulty.MEDIUM,
        help_text=_("What you think. The statistics show how hard it is."),
    )
    for_practice = models.BooleanField(
        _("for practice"),
        default=False,
        help_text=_(
            "Asked in lessons and to practise, with what is right shown; never in an exam."
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
    answers = StreamField(AnswerBody(), verbose_name=_("choices"), blank=True)
    picture = models.ForeignKey(
        get_image_model_string(),
        models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        help_text=_(
            "A line drawing or a photo of a place or tool, never of a person. Each "
            "published version keeps it as it is then."
        ),
    )
    picture_alt = models.CharField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_(
            "For those who do not see it: what it shows as a whole. It must not give the "
            "answer away."
        ),
    )
    passage = models.TextField(
        _("text with gaps"),
        blank=True,
        help_text=_("Each gap as [[1]], [[2]], and a gap below for each."),
    )
    answer = models.TextField(
        _("right answer"),
        blank=True,
        help_text=_(
            "A number, or every short answer that is right, one a line; for an open "
            "answer what has to be in it."
        ),
    )
    tolerance = models.CharField(
        _("tolerance"),
        max_length=20,
        blank=True,
        help_text=_("By how much a number may differ. Empty: not at all."),
    )
    unit = models.CharField(
        pgettext_lazy("of a number", "unit"),
        max_length=20,
        blank=True,
        help_text=_("Of a number: days, hours."),
    )
    counts_parts = models.BooleanField(
        _("counts part for part"),
        default=False,
        help_text=_(
            "A half-right answer is worth half the mark, and learners are told so."
        ),
    )
    limit = models.PositiveSmallIntegerField(
        _("most characters"),
        default=USUAL,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("Of an open answer. A line has about 60."),
    )
    markers = models.PositiveSmallIntegerField(
        _("markers"),
        default=1,
        choices=[
            (1, _("One trainer marks it")),
            (2, _("Two trainers mark it, each for herself")),
        ],
        help_text=_("Of an open answer. Where two do not agree, a third decides."),
    )
    feedback = models.TextField(_("feedback"), blank=True)
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
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="question_draft",
        for_concrete_model=False,
    )

    objects = QuestionDraftQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("course"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("type"), FieldPanel("outcome")]),
        FieldPanel("difficulty"),
        FieldRowPanel([FieldPanel("must_pass"), FieldPanel("counts_parts")]),
        FieldPanel("for_practice"),
        FieldPanel("cites"),
        FieldRowPanel([FieldPanel("case"), FieldPanel("case_place")]),
        FieldPanel("stem"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        RegionsPanel(heading=_("Regions on the picture")),
        FieldPanel("passage"),
        FieldPanel("answers"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("tolerance"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("markers"), FieldPanel("limit")]),
        FieldPanel("feedback"),
        MultiFieldPanel(
            [FieldPanel("change_weight"), FieldPanel("change_reason")],
            heading=_("This change"),
        ),
    ]
    search_fields = [
        index.SearchField("stem"),
        index.SearchField("code"),
        index.AutocompleteField("stem"),
        index.FilterField("course"),
        index.FilterField("type"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("question bank")
        ordering = ["code", "locale"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "code", "locale"],
                name="question_code_in_course",
                violation_error_message=_("This course has a question of this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.locale.language_code})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words of the question by their hash, so that the same are found."""
        self.asks = fingerprint(self.stem)
        if (fields := kwargs.get("update_fields")) is not None and "stem" in fields:
            kwargs["update_fields"] = {*fields, "asks"}
        super().save(*args, **kwargs)

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def is_releasable(self) -> bool:
        return self.type in RELEASABLE

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
        return split_cites(self.cites)

    @property
    def shown_case(self) -> CaseDraft | None:
        """The case as it is published in the language of the question."""
        if self.case is None:
            return None
        live = CaseDraft.objects.live().filter(locale=self.locale_id)
        return live.filter(translation_key=self.case.translation_key).first()

    def shown_revision(self) -> "Revision | None":
        """Return the revision of its case: who wrote that wrote a part of the question."""
        case = self.shown_case
        return case.live_revision if case else None

    def plain_content(self) -> dict[str, Any]:
        """Return what this language says, as plain data: the hash is taken over it."""
        return (
            {
                "code": self.code,
                "type": self.type,
                "must_pass": self.must_pass,
                "outcome": self.outcome.number,
                "cites": self.cite_list,
                "stem": self.stem,
                "answers": self.answers.get_prep_value(),
                "answer": self.answer,
                "feedback": self.feedback,
            }
            | {
                name: getattr(self, name)
                for name in (
                    "passage",
                    "tolerance",
                    "unit",
                    "counts_parts",
                    "for_practice",
                )
                if getattr(self, name)
            }
            | self._estimate()
            | self._case_facts()
            | pictures.facts_of(self)
            | self._rubric()
        )

    def _estimate(self) -> dict[str, str]:
        """Return the difficulty where it is not the usual one: hashes stay what they are."""
        usual = self.difficulty == QuestionVersion.Difficulty.MEDIUM
        return {} if usual else {"difficulty": self.difficulty}

    def _case_facts(self) -> dict[str, Any]:
        """Return which case it belongs to, where it stands there, and what that says."""
        if self.case is None:
            return {}
        words = {"words": case.words} if (case := self.shown_case) else {}
        key = str(self.case.translation_key)
        return {"case": key, "place": self.case_place} | words

    def _rubric(self) -> dict[str, Any]:
        """Return what an open answer is marked by; nothing for another type."""
        if self.type != self.Type.OPEN:
            return {}
        criteria = asking.words_of(self)["criteria"]
        return {"criteria": criteria, "markers": self.markers, "limit": self.limit}

    def digest(self) -> str:
        """Return the content hash (SHA-256, hex)."""
        plain = json.dumps(self.plain_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def structure(self) -> str:
        """Return the hash that is equal where two languages ask the same."""
        asked: list[Any] = [self.type, self.must_pass, self.outcome.number]
        asked.append(sorted(self.cite_list))
        asked += self._estimate().values()
        if facts := self._case_facts():
            asked.append([facts["case"], facts["place"], "words" in facts])
        if self.for_practice:
            asked.append("for practice")
        if self.is_releasable:
            asked += [shape(asking.words_of(self)), _untyped(asking.key_of(self))]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def published_text(self, revision: "Revision") -> PublishedText:
        """Return this language of the question for the register of versions."""
        case = self._case_facts()
        shown = {"case": case.pop("words")} if "words" in case else {}
        return PublishedText(
            language=self.language,
            title=f"{self.code}. {self.stem}"[:255],
            reference=str(revision.pk),
            digest=self.digest(),
            structure=self.structure(),
            details={
                "type": self.type,
                "must_pass": self.must_pass,
                "difficulty": self.difficulty,
                "outcome": self.outcome.number,
                "cites": self.cite_list,
                "for_practice": self.for_practice,
                "key": asking.key_of(self),
                "text": asking.words_of(self) | shown,
            }
            | case,
        )

    def after_version(self, version: UnitVersion) -> None:
        """Hand the question to the assessment office, in the languages that agree."""
        note_question(version, facts_of(version, self.language))

    def clean(self) -> None:
        """Demand citations that exist, and parts that fit the type."""
        super().clean()
        faults: dict[str, Any] = {}
        if missing := citing.unknown(self.cite_list):
            faults["cites"] = _(
                "These provisions are not in the register: %(list)s."
            ) % {"list": ", ".join(missing)}
        if self.outcome_id and self.outcome.course_id != self.course_id:
            faults["outcome"] = _("Choose an outcome of this course.")
        if self.case and self.case.course_id != self.course_id:
            faults["case"] = _("Choose a case of this course.")
        elif self.case and not self.shown_case:
            faults["case"] = _(
                "This case is not published in the language of the question. Publish it "
                "first, then save the question."
            )
        if unfit := self._practice_fault():
            faults["for_practice"] = unfit
        if self.is_releasable and (fault := self._fault()):
            faults[self._answered_in] = fault
        faults |= pictures.faults_of(self)
        if faults:
            raise ValidationError(faults)

    def _practice_fault(self) -> Any:
        """Return why it cannot be asked in lessons, if it is to be."""
        if self.for_practice and self.type == self.Type.OPEN:
            return _(
                "A trainer marks an open answer, so it cannot be asked for practice."
            )
        if self.for_practice and self.type == self.Type.BRANCHING:
            return _(
                "A branching scenario is asked in exams alone. For practice put the "
                "scenario block into a lesson: there one may go back and choose again."
            )
        if self.for_practice and self.must_pass:
            return _(
                "A must-pass question belongs into the exam. Choose one of the two."
            )
        return ""

    @property
    def _answered_in(self) -> str:
        """The field that says what is right."""
        return "answer" if self.type in {"numeric", "text"} else "answers"

    def _fault(self) -> str | None:
        try:
            kind_of(self.type).check(asking.words_of(self), asking.key_of(self))
        except KeyFaultError as fault:
            return str(fault)
        return None

    serve_preview = framed_by_the_studio(PreviewableMixin.serve_preview)

    def get_preview_template(self, request: "HttpRequest", mode_name: str) -> str:
        return "content/previews/question.html"

    def get_preview_context(
        self, request: "HttpRequest", mode_name: str
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        form = self.preview_form()
        return context | {
            "question": self,
            "form": form,
            "case": self.shown_case,
            "rubric": asking.words_of(self) if form and self._rubric() else None,
        }

    def preview_form(self) -> Form | None:
        """Return the form as learners will see it, answered; none while it has faults."""
        if not self.is_releasable or self._fault():
            return None
        words, key = asking.words_of(self), asking.key_of(self)
        return key_of(QuestionVersion(type=self.type, key=key), words)


def facts_of(version: UnitVersion, language: str) -> dict[str, Any]:
    """Return what the assessment office keeps of a question.

    Languages that do not ask the same as ``language`` wait for their translation.
    """
    texts = {text.language: text for text in version.texts.all()}
    leading = texts.get(language) or next(iter(texts.values()))
    agreeing = {
        code: text.details
        for code, text in texts.items()
        if text.structure == leading.structure
    }
    return leading.details | {
        "body": {code: details["text"] for code, details in agreeing.items()},
        "key": asking.merged(details["key"] for details in agreeing.values()),
    }


def bank(course: Course) -> list[Any]:
    """Return the keys of the questions of ``course`` that may be released, by code."""
    rows = QuestionDraft.objects.releasable().filter(course=course).order_by("code")
    return list(dict.fromkeys(rows.values_list("translation_key", flat=True)))


def _untyped(key: Any) -> Any:
    """Return what is right without typed words: each language has its own."""
    if not isinstance(key, dict):
        return key
    if set(key) <= set(CODES) and all(isinstance(part, list) for part in key.values()):
        return "typed"
    return {name: _untyped(part) for name, part in key.items()}
