"""Summaries of answers, from which the statistics are computed.

They are derived: ``statistics.tally_store`` updates them from marked attempts, and can
rebuild them. Marks are whole numbers of ten-thousandths, so that sums are exact.
"""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from courses.assessment.models.question_version import PaperVersion, QuestionVersion
from courses.assessment.models.regrade_records import Regrading
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role


class TallyQuerySet(models.QuerySet[Any]):
    """Summaries; nobody is named in them."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the courses of a trainer's remit; nothing for other users."""
        if not user.has_role(Role.TRAINER):
            return self.none()
        mine = Course.objects.in_remit_of(user)
        return self.filter(**{f"{self.model.course_path}__in": mine.values("pk")})


class QuestionSums(models.Model):
    """Answers to one question in one language, in papers of ``asked`` questions.

    Sums over ``n`` candidates of the mark for this question, of the marks for the rest
    of the paper, of their squares and products. ``cells`` has, for each rest (as text),
    ``marks`` (counts by mark), ``picks`` (counts by option) and ``empty``.
    """

    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="+")
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=2)
    asked = models.PositiveSmallIntegerField(_("questions in the paper"))
    n = models.PositiveIntegerField(_("answers"), default=0)
    marks = models.BigIntegerField(default=0)
    marks_squared = models.BigIntegerField(default=0)
    rests = models.BigIntegerField(default=0)
    rests_squared = models.BigIntegerField(default=0)
    products = models.BigIntegerField(default=0)
    cells = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.question}, {self.language}: {self.n}"


class QuestionTally(QuestionSums):
    """The basis of the statistics of a question."""

    question = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="tallies"
    )

    #: The path to the course.
    course_path = "paper__version__unit__course"

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary of answers")
        verbose_name_plural = _("summaries of answers")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "question", "language", "asked"],
                name="question_tally_once",
            )
        ]


class SettledQuestions(QuestionSums):
    """The part of the sums whose answers have been removed (``AnswersRemoved``).

    Recounting starts from it. It only grows, and names nobody.
    """

    class Meta:
        verbose_name = _("summary of deleted answers")
        verbose_name_plural = _("summaries of deleted answers")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "question", "language", "asked"],
                name="settled_questions_once",
            )
        ]


class PaperSums(models.Model):
    """Attempts at one exam in one language, with ``asked`` questions each.

    Sums over ``n`` candidates of the total marks, of their squares, and of the squares
    of all single marks. ``scores`` counts attempts by total marks.
    """

    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=2)
    asked = models.PositiveSmallIntegerField(_("questions in the paper"))
    n = models.PositiveIntegerField(_("attempts"), default=0)
    passed = models.PositiveIntegerField(_("passed"), default=0)
    totals = models.BigIntegerField(default=0)
    totals_squared = models.BigIntegerField(default=0)
    squares = models.BigIntegerField(default=0)
    scores = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.paper}, {self.language}: {self.n}"


class PaperTally(PaperSums):
    """The basis of the statistics of an exam."""

    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="tallies")

    #: The path to the course.
    course_path = "paper__version__unit__course"

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("summary of attempts")
        verbose_name_plural = _("summaries of attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "language", "asked"], name="paper_tally_once"
            )
        ]


class SettledPapers(PaperSums):
    """The part of the sums of an exam whose answers have been removed."""

    class Meta:
        verbose_name = _("summary of attempts with deleted answers")
        verbose_name_plural = _("summaries of attempts with deleted answers")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "language", "asked"], name="settled_papers_once"
            )
        ]


class CountedAttempt(models.Model):
    """An attempt in the summaries, each once; ``regrading`` is the last one included."""

    attempt = models.OneToOneField(
        Attempt, models.PROTECT, primary_key=True, related_name="counted"
    )
    regrading = models.ForeignKey(
        Regrading, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("counted attempt")
        verbose_name_plural = _("counted attempts")

    def __str__(self) -> str:
        return str(self.attempt)
