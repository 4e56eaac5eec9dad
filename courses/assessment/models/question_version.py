"""Questions and papers, frozen as they were published."""

from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds import (
    KINDS,
    Given,
    QuestionType,
    Sent,
    Text,
    list_type_choices,
)
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.paper_blueprint import Blueprint, Difficulty
from courses.models import Edition, Outcome, UnitVersion
from elearning.audit.models import AppendOnly
from elearning.languages import pick_text

if TYPE_CHECKING:
    from courses.assessment.models.key_correction import KeyCorrection


class QuestionVersion(AppendOnly):
    """A question of the bank as published, in every language it then had.

    ``body`` holds, for each language, ``{"stem", "feedback"}`` and what its type
    requires, in plain text; ``key`` holds what makes an answer right (see
    ``assessment.kinds``). A question of a case has the case's text there too:
    ``{"case": {"title", "text"}}``.
    """

    version = models.OneToOneField(UnitVersion, models.PROTECT, related_name="question")
    type = models.CharField(_("type"), max_length=16, choices=list_type_choices)
    must_pass = models.BooleanField(_("must-pass question"), default=False)
    difficulty = models.CharField(
        _("difficulty"), max_length=6, choices=Difficulty, default=Difficulty.MEDIUM
    )
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="questions")
    body = models.JSONField(_("text in each language"))
    key = models.JSONField(_("what is right"))
    cites = models.JSONField(_("citations"), default=list)
    case = models.UUIDField(_("case"), null=True, editable=False)
    place = models.PositiveSmallIntegerField(_("place in the case"), default=0)
    for_practice = models.BooleanField(
        _("for practice"),
        default=False,
        help_text=_("Used in lessons and for practice, never in an exam."),
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return str(self.version)

    def text(self, language: str | None = None) -> tuple[dict[str, Any], str]:
        """Return the text for ``language``, and the language it is in."""
        found, code = pick_text(self.body, language)
        return found or {"stem": "", "feedback": ""}, code

    @property
    def all_cites(self) -> list[str]:
        """The sources of the question and of the notes of its choices, each once."""
        texts = self.body.values()
        noted = (part for text in texts for part in text.get("choices", ()))
        codes = (code for part in noted for code in part.get("cites", ()))
        return list(dict.fromkeys([*self.cites, *codes]))

    @property
    def kind(self) -> QuestionType:
        return KINDS[self.type]

    @property
    def counts_parts(self) -> bool:
        """Whether parts of the answer earn parts of the mark."""
        return self.kind.has_parts and self.key.get("credit") == "part"

    @property
    def is_marked_by_people(self) -> bool:
        return self.kind.is_marked_by_people

    def build_form(self, text: Text, order: Any, sent: Sent) -> QuestionForm:
        return self.kind.build_form(text, order, sent, counts_parts=self.counts_parts)

    def mark(
        self, given: Given, correction: "KeyCorrection | None" = None
    ) -> Decimal | None:
        """Return the mark of an answer, from 0 to 1, or ``None`` if people mark it.

        ``given`` is ``None`` for no answer. A ``correction`` replaces a key found to be
        wrong.
        """
        if correction is not None:
            return correction.mark(self, given)
        return self.kind.mark(self.key, given)


#: The number of questions asked about a changed guideline (curriculum R8).
UPDATE_QUESTIONS = 5


class AttemptPurpose(models.TextChoices):
    """The purpose of an attempt; only exams count.

    ``courses.updates`` asks for update tests and records their consequences.
    """

    EXAM = "exam", _("Final exam")
    PRE_TEST = "pre-test", _("Entry test")
    FOLLOW_UP = "follow-up", _("Follow-up test")
    UPDATE = "update", _("Update test")


class PaperVersion(AppendOnly):
    """The rules of a final exam as they were published."""

    class Review(models.TextChoices):
        """How much candidates see after handing in."""

        RESULT = "result", _("The result by topic, without the questions")
        ANSWERS = (
            "answers",
            _("Their answers, which of them are right and why, but not the key"),
        )
        FULL = "full", _("Their answers and the right answers")

    version = models.OneToOneField(UnitVersion, models.PROTECT, related_name="paper")
    questions = models.PositiveSmallIntegerField(
        _("number of questions"), validators=[MinValueValidator(1)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts = models.PositiveSmallIntegerField(
        _("number of attempts"), validators=[MinValueValidator(1)]
    )
    waiting_hours = models.JSONField(
        _("hours to wait"),
        default=list,
        help_text=_("Before the second attempt, before the third, and so on."),
    )
    is_invigilated = models.BooleanField(
        _("only in an invigilated sitting"), default=False
    )
    review = models.CharField(
        _("what a candidate sees afterwards"),
        max_length=8,
        choices=Review,
        default=Review.RESULT,
    )
    test_review = models.CharField(
        _("what learners see after tests that do not count"),
        max_length=8,
        choices=Review,
        default=Review.ANSWERS,
    )
    pre_test_questions = models.PositiveSmallIntegerField(
        _("questions of the entry test"),
        default=10,
        help_text=_("Asked before the first lesson. They do not count. 0: no test."),
    )
    follow_up_questions = models.PositiveSmallIntegerField(
        _("questions of the follow-up test"),
        default=8,
        help_text=_(
            "Asked of a sample of learners about 90 days later. They do not "
            "count. 0: no test."
        ),
    )
    trials = models.PositiveSmallIntegerField(
        _("trial questions"),
        default=2,
        help_text=_("Up to this many trial questions are asked. They do not count."),
    )
    needs_full_bank = models.BooleanField(_("needs a full bank"), default=False)
    blueprint = models.JSONField(
        _("blueprint"),
        default=dict,
        help_text=_(
            "How many questions for each outcome and difficulty, or which "
            "ones chosen by hand."
        ),
    )
    open_questions = models.PositiveSmallIntegerField(
        _("open questions"),
        default=0,
        help_text=_("This many questions ask for an answer that a trainer marks."),
    )

    class Meta:
        verbose_name = _("exam paper")
        verbose_name_plural = _("exam papers")
        constraints = [
            models.CheckConstraint(
                condition=Q(questions__gte=1, minutes__gte=1, attempts__gte=1)
                & Q(pass_mark__range=(1, 100)),
                name="paper_numbers",
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def plan(self) -> Blueprint:
        return Blueprint.read(self.blueprint)

    def questions_for(self, purpose: str) -> int:
        """Return how many questions an attempt for ``purpose`` asks; 0 for no test."""
        asked = {
            AttemptPurpose.PRE_TEST: self.pre_test_questions,
            AttemptPurpose.FOLLOW_UP: self.follow_up_questions,
            AttemptPurpose.UPDATE: UPDATE_QUESTIONS,
        }
        return asked.get(AttemptPurpose(purpose), self.questions)

    def minutes_for(self, purpose: str) -> int:
        """Return the minutes of an attempt for ``purpose``, at the pace of the exam."""
        return ceil(self.minutes * self.questions_for(purpose) / self.questions)

    @property
    def in_use(self) -> "PaperVersion":
        """The exam of the course's current edition, or this one if there is none."""
        found = PaperVersion.objects.filter(
            version__entries__edition__in=Edition.objects.current(),
            version__unit__course=self.version.unit.course_id,
        )
        return found.first() or self

    def hours_before(self, number: int) -> int:
        """Return the hours to wait before attempt ``number``; the last rule repeats."""
        if number < 2 or not self.waiting_hours:
            return 0
        return int(self.waiting_hours[min(number - 2, len(self.waiting_hours) - 1)])
