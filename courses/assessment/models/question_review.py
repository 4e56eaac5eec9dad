"""Current figures on questions from their answers, and the review tasks they open."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.question_state import build_bank_filter
from courses.assessment.models.question_version import QuestionVersion
from courses.assessment.models.tally import TallyQuerySet
from courses.provisions.models import ClauseChange
from elearning.accounts.models import User
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import build_reason_check


class QuestionNumbers(models.Model):
    """The figures of a version of a question, for display and sorting in lists.

    They are derived: ``statistics.tally_store`` rewrites them from the summaries
    whenever these grow. Small groups are left out as in ``question_reports``;
    ``is_answer_withheld`` then says that there are answers.
    """

    question = models.OneToOneField(
        QuestionVersion, models.CASCADE, primary_key=True, related_name="numbers"
    )
    n = models.PositiveIntegerField(_("answers"), default=0)
    facility = models.DecimalField(
        _("facility"), max_digits=5, decimal_places=4, null=True
    )
    discrimination = models.DecimalField(
        _("discrimination"), max_digits=5, decimal_places=4, null=True
    )
    is_withheld = models.BooleanField(default=False)
    harder = models.CharField(_("harder in"), max_length=2, blank=True)
    easier = models.CharField(_("easier in"), max_length=2, blank=True)
    gap = models.DecimalField(
        _("gap between languages"), max_digits=5, decimal_places=4, null=True
    )

    #: The path to the course.
    course_path = "question__version__unit__course"

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("statistics of a question")
        verbose_name_plural = _("statistics of questions")

    def __str__(self) -> str:
        return f"{self.question}: {self.n}"


class ReviewTaskQuerySet(models.QuerySet["ReviewTask"]):
    """Tasks, by reader and state."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "question__version__unit__course"))

    def open(self) -> Self:
        return self.filter(closing=None)


class ReviewTask(AppendOnly):
    """A question that needs a review, because of its answers or a changed clause.

    The numbers are those that opened the task. Each cause opens one task per version,
    and so does each change of a clause that it rests on, which has no numbers.
    """

    class Cause(models.TextChoices):
        """The cause shown by the numbers, or a changed clause."""

        NEGATIVE = "negative", _("Those who know more do worse")
        LANGUAGE = "language", _("Harder in one language")
        CLAUSE = "clause", _("A clause it rests on has changed")

    question = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="review_tasks"
    )
    cause = models.CharField(_("cause"), max_length=16, choices=Cause)
    change = models.ForeignKey(
        ClauseChange, models.PROTECT, related_name="review_tasks", null=True
    )
    n = models.PositiveIntegerField(_("answers"), null=True)
    facility = models.DecimalField(
        _("facility"), max_digits=5, decimal_places=4, null=True
    )
    discrimination = models.DecimalField(
        _("discrimination"), max_digits=5, decimal_places=4, null=True
    )
    harder = models.CharField(_("harder in"), max_length=2, blank=True)
    easier = models.CharField(_("easier in"), max_length=2, blank=True)
    gap = models.DecimalField(
        _("gap between languages"), max_digits=5, decimal_places=4, null=True
    )
    left_the_draw = models.BooleanField(_("removed from the draw"), default=False)
    at = models.DateTimeField(_("when"))

    objects = ReviewTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to review")
        verbose_name_plural = _("questions to review")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "cause"],
                condition=Q(change=None),
                name="review_task_once",
            ),
            models.UniqueConstraint(
                fields=["question", "change"], name="review_task_once_a_change"
            ),
            models.CheckConstraint(
                condition=Q(cause="clause", change__isnull=False, n=None, facility=None)
                | Q(change=None, n__isnull=False, facility__isnull=False)
                & ~Q(cause="clause"),
                name="review_task_says_what_it_saw",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.cause}"

    @property
    def points(self) -> int:
        """The gap between the languages in percentage points."""
        return round(100 * (self.gap or Decimal(0)))


class ReviewClosing(AppendOnly):
    """The outcome of a task: in one sentence, by whom and when."""

    task = models.OneToOneField(ReviewTask, models.PROTECT, related_name="closing")
    reason = models.TextField(_("what happened to it"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("end of a review")
        verbose_name_plural = _("ends of reviews")
        constraints = [build_reason_check("review_closing_says_what")]

    def __str__(self) -> str:
        return str(self.task)
