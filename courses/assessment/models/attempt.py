"""Attempts at an exam: their owner, their time and their result."""

import secrets
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.question_version import AttemptPurpose, PaperVersion
from courses.assessment.models.regrade_records import AttemptVerdict, Regrading
from courses.models import Enrolment
from elearning.accounts.models import User
from elearning.audit.errors import AuditError
from elearning.languages import list_language_choices
from elearning.prepared_queries import QueryParameter

#: How long after the end an answer on its way still counts.
GRACE = timedelta(seconds=5)
#: The least time in which anybody can read a question and answer it.
LEAST_TIME = timedelta(seconds=5)
_UNMARKED: dict[str, Any] = {"score": None, "passed": None, "must_pass_failed": None}


def generate_window_token() -> str:
    """Return a new name for the window that may write in an attempt."""
    return secrets.token_urlsafe(9)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, by owner and state."""

    def visible_to(self, user: User | QueryParameter) -> Self:
        """Keep the user's own: an exam is between the learner and the platform."""
        return self.filter(enrolment__learner__user=user)

    def open(self) -> Self:
        return self.filter(handed_in_at=None)

    def with_answered(self) -> Self:
        given = Q(items__responses__isnull=False)
        return self.annotate(answered=Count("items", filter=given, distinct=True))

    def handed_in(self) -> Self:
        """Keep those that have ended, whether fully marked or not."""
        return self.exclude(handed_in_at=None)

    def with_verdict(self) -> Self:
        """Load what ``verdict`` needs, so that it takes no further queries."""
        last = Regrading.objects.filter(attempt=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            **{
                f"last_{name}": Subquery(last.values(f"{name}_after")[:1])
                for name in ("score", "passed", "must_pass_failed")
            }
        )

    def passed(self) -> Self:
        """Keep those that count as passed now."""
        found = self.with_verdict().alias(
            passes=Coalesce("last_passed", F("passed"), Value(value=False))
        )
        return found.filter(passes=True)

    def waiting(self) -> Self:
        """Keep those that have ended with answers that people still have to mark."""
        return self.handed_in().filter(marked_at=None)

    def marked(self) -> Self:
        return self.exclude(marked_at=None)

    def answered_still(self) -> Self:
        """Keep those whose answers have not been removed (see ``AnswersRemoved``)."""
        return self.exclude(removals__ground="term")

    def overdue(self, at: datetime) -> Self:
        """Keep open attempts whose time, including the grace period, is over."""
        return self.open().filter(ends_at__lte=at - GRACE)


class ExamManager(models.Manager["Attempt"]):
    """Attempts that count: those at an exam."""

    def get_queryset(self) -> models.QuerySet["Attempt"]:
        return super().get_queryset().filter(purpose=AttemptPurpose.EXAM)


class Attempt(models.Model):
    """One attempt of a learner at an exam; unchanged once marked.

    An attempt is open, then handed in, then marked; the last two coincide unless people
    mark some of its answers. Between them it waits, and nothing in it changes. Entry
    tests and follow-up tests are written like exams and count for nothing; an update
    test is no exam either, though a certificate may depend on it. ``objects`` contains
    exams only, so that counts, lists and decisions never include tests; code that runs
    an attempt of any purpose uses ``every``.

    ``hold`` names the only window that may write in it. ``handed_in_at`` is the end of
    the attempt: the moment of handing in, or ``ends_at`` if the clock ended it, however
    much later the worker marked it (``marked_at``). ``extra_minutes`` are the minutes
    in ``ends_at`` beyond the paper's: the learner's extra time and the invigilator's
    allowances. ``score`` is the share of right answers, from 0 to 1.

    ``score``, ``passed`` and ``must_pass_failed`` are as first marked and stay so. The
    result that counts now, after corrections of keys, is the ``verdict``.
    """

    class EndedBy(models.TextChoices):
        """Who ended an attempt."""

        LEARNER = "learner", _("Handed in by the learner")
        CLOCK = "clock", _("Time ran out")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="sittings")
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=AttemptPurpose, default=AttemptPurpose.EXAM
    )
    sitting = models.ForeignKey(
        "assessment.Sitting", models.PROTECT, related_name="attempts", null=True
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    hold = models.CharField(max_length=16, default=generate_window_token)
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField(_("time runs out"))
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    handed_in_at = models.DateTimeField(_("finished"), null=True)
    marked_at = models.DateTimeField(_("marked"), null=True)
    ended_by = models.CharField(
        _("ended by"), max_length=8, choices=EndedBy, blank=True
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True)
    passed = models.BooleanField(_("passed"), null=True)
    must_pass_failed = models.BooleanField(_("must-pass question wrong"), null=True)

    # added by ``with_answered``
    answered: int
    # added by ``with_verdict``
    last_score: Decimal | None
    last_passed: bool | None
    last_must_pass_failed: bool | None

    objects = ExamManager.from_queryset(AttemptQuerySet)()
    every = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["enrolment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "purpose"],
                condition=Q(handed_in_at=None),
                name="one_open_attempt",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "purpose", "number"], name="attempt_number"
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, marked_at=None, ended_by="", **_UNMARKED)
                | Q(
                    handed_in_at__isnull=False,
                    marked_at=None,
                    ended_by__in=["learner", "clock"],
                    **_UNMARKED,
                )
                | Q(
                    handed_in_at__isnull=False,
                    marked_at__isnull=False,
                    ended_by__in=["learner", "clock"],
                    score__range=(0, 1),
                    passed__isnull=False,
                    must_pass_failed__isnull=False,
                ),
                name="attempt_open_waiting_or_marked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"],
                condition=Q(handed_in_at=None),
                name="attempt_open_ends",
            ),
            models.Index(
                fields=["handed_in_at"],
                condition=Q(handed_in_at__isnull=False, marked_at=None),
                name="attempt_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            ended = Attempt.every
            kept = ended.marked() if self.is_marked else ended.handed_in()
            if kept.filter(pk=self.pk).exists():
                raise AuditError(_("A marked exam cannot be changed."))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("assessment:question", args=[self.key])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AuditError(_("Exams are kept unchanged. They cannot be deleted."))

    @property
    def is_exam(self) -> bool:
        return self.purpose == AttemptPurpose.EXAM

    @property
    def is_update(self) -> bool:
        """Whether it asks about a changed guideline."""
        return self.purpose == AttemptPurpose.UPDATE

    @property
    def title(self) -> str:
        """Its title on screen: that of the exam, or its purpose."""
        if self.is_exam:
            return self.paper.version.title
        return str(AttemptPurpose(self.purpose).label)

    @property
    def start_url(self) -> str:
        """The page on which it is started, or continued in another window."""
        if self.purpose == AttemptPurpose.UPDATE:
            return reverse("updating:update", args=[self.enrolment.key])
        name = "start" if self.is_exam else self.purpose
        return reverse(f"assessment:{name}", args=[self.enrolment.key])

    @property
    def review(self) -> str:
        """How much of its questions is shown afterwards (``PaperVersion.Review``).

        An update test asks questions of the current exam by the paper of then, and
        shows no more than either allows.
        """
        if self.purpose in (AttemptPurpose.PRE_TEST, AttemptPurpose.FOLLOW_UP):
            return self.paper.test_review
        papers = [self.paper, self.paper.in_use] if self.is_update else [self.paper]
        return min((one.review for one in papers), key=PaperVersion.Review.values.index)

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    @cached_property
    def verdict(self) -> AttemptVerdict:
        """The result that counts now: that of the last regrading, or else the first."""
        if not hasattr(self, "last_score"):
            last = self.regradings.order_by("-pk").first()
            return last.verdict if last else self.first_verdict
        if self.last_score is None:
            return self.first_verdict
        return AttemptVerdict(
            self.last_score,
            self.last_passed,
            self.last_must_pass_failed,
            is_regraded=True,
        )

    @property
    def is_implausibly_fast(self) -> bool:
        """Whether its answers were too fast to be read (needs ``with_answered``)."""
        if self.handed_in_at is None or not self.answered:
            return False
        return self.handed_in_at - self.started_at < self.answered * LEAST_TIME

    @property
    def is_waiting(self) -> bool:
        """Whether it has ended and people still have to mark some answers."""
        return self.handed_in_at is not None and self.marked_at is None

    @property
    def is_marked(self) -> bool:
        return self.marked_at is not None

    @cached_property
    def answers_removed_at(self) -> datetime | None:
        """When all its answers were removed at the end of the retention term."""
        gone = self.removals.filter(ground="term")
        return gone.values_list("at", flat=True).first()

    @cached_property
    def words_removed_at(self) -> datetime | None:
        """When the learner's own words in it were removed, for whatever reason."""
        return self.removals.values_list("at", flat=True).first()

    @property
    def percentage(self) -> int | None:
        """The score that counts now, in whole per cent."""
        return self.verdict.percentage

    @property
    def first_verdict(self) -> AttemptVerdict:
        return AttemptVerdict(self.score, self.passed, self.must_pass_failed)

    def is_out_of_time(self, at: datetime) -> bool:
        return at >= self.ends_at

    def seconds_left(self, at: datetime) -> int:
        """Return the seconds left, never more than the whole time of the attempt."""
        since = max(at, self.started_at)  # the clock may have been set back
        return max(0, int((self.ends_at - since).total_seconds()))
