"""Attempts at an exam: what was asked, in which order, and what was answered."""

import secrets
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds import Given
from courses.assessment.models.correction import KeyCorrection
from courses.assessment.models.question import (
    PaperVersion,
    Purpose,
    QuestionVersion,
)
from courses.assessment.models.regrading import Regrading, Verdict
from courses.models import Course, Enrolment
from elearning.audit.errors import AuditError
from elearning.audit.models import AppendOnly
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: How long after the end an answer on its way still counts.
GRACE = timedelta(seconds=5)


def new_hold() -> str:
    """Return a fresh name for the one window that an attempt is written in."""
    return secrets.token_urlsafe(9)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, by whose they are and whether they go on."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user's own: an exam is between the learner and the platform."""
        return self.filter(enrolment__learner__user=user)

    def open(self) -> Self:
        return self.filter(handed_in_at=None)

    def handed_in(self) -> Self:
        """Keep those that have ended, whether all their answers are marked or not."""
        return self.exclude(handed_in_at=None)

    def with_verdict(self) -> Self:
        """Add what ``verdict`` needs, so that many attempts ask no further query."""
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
        """Keep those that have ended and have answers that people still mark."""
        return self.handed_in().filter(marked_at=None)

    def marked(self) -> Self:
        return self.exclude(marked_at=None)

    def overdue(self, at: datetime) -> Self:
        """Keep open attempts whose time, and the grace after it, is over."""
        return self.open().filter(ends_at__lte=at - GRACE)


class ExamManager(models.Manager["Attempt"]):
    """Attempts that count: those at an exam."""

    def get_queryset(self) -> models.QuerySet["Attempt"]:
        return super().get_queryset().filter(purpose=Purpose.EXAM)


class Attempt(models.Model):
    """One sitting of one exam by one learner; kept as it is once it is marked.

    It is open, then handed in, then marked: at the same moment, unless people mark some
    of its answers. Until the last of these it waits, and nothing in it changes.
    Entry tests and follow-up tests are written like exams and count for nothing.
    ``objects`` knows exams only, so that whatever counts, lists or decides never meets
    them; what runs an attempt, whatever it is for, asks ``every``.

    ``hold`` names the only window that may write in it. ``handed_in_at`` is the end of
    the attempt: the moment of handing in, or ``ends_at`` where the clock ended it,
    however much later the worker found it (``marked_at``). ``extra_minutes`` are those
    beyond the paper's that ``ends_at`` holds: her own and the invigilator's. ``score`` is
    the share of right answers, from 0 to 1.

    ``score``, ``passed`` and ``must_pass_failed`` are as first marked and stay so.
    What counts now, after corrections of keys, is the ``verdict``.
    """

    class EndedBy(models.TextChoices):
        """Who ended an attempt."""

        LEARNER = "learner", _("Handed in by the learner")
        CLOCK = "clock", _("Ended by the clock")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    paper = models.ForeignKey(PaperVersion, models.PROTECT, related_name="sittings")
    purpose = models.CharField(
        _("purpose"), max_length=16, choices=Purpose, default=Purpose.EXAM
    )
    sitting = models.ForeignKey(
        "assessment.Sitting", models.PROTECT, related_name="attempts", null=True
    )
    number = models.PositiveSmallIntegerField(_("attempt"))
    language = models.CharField(
        _("language"), max_length=2, choices=[(code, OWN_NAMES[code]) for code in CODES]
    )
    hold = models.CharField(max_length=16, default=new_hold)
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField(_("time runs out"))
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    handed_in_at = models.DateTimeField(_("ended"), null=True)
    marked_at = models.DateTimeField(_("marked"), null=True)
    ended_by = models.CharField(
        _("ended by"), max_length=8, choices=EndedBy, blank=True
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=4, null=True)
    passed = models.BooleanField(_("passed"), null=True)
    must_pass_failed = models.BooleanField(_("must-pass question wrong"), null=True)

    # what ``with_verdict`` adds
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
                condition=Q(
                    handed_in_at=None,
                    marked_at=None,
                    ended_by="",
                    score=None,
                    passed=None,
                    must_pass_failed=None,
                )
                | Q(
                    handed_in_at__isnull=False,
                    marked_at=None,
                    ended_by__in=["learner", "clock"],
                    score=None,
                    passed=None,
                    must_pass_failed=None,
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
                raise AuditError(_("A marked exam is kept as it is."))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("assessment:question", args=[self.key])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AuditError(_("An exam is kept as it is. It cannot be deleted."))

    @property
    def is_exam(self) -> bool:
        """Whether it counts."""
        return self.purpose == Purpose.EXAM

    @property
    def title(self) -> str:
        """What it is called on screen: as its exam, or what it is for."""
        if self.is_exam:
            return self.paper.version.title
        return str(Purpose(self.purpose).label)

    @property
    def start_url(self) -> str:
        """Where it is begun, and gone on with in another window."""
        name = "start" if self.is_exam else self.purpose
        return reverse(f"assessment:{name}", args=[self.enrolment.key])

    @property
    def review(self) -> str:
        """How much of its questions is shown afterwards (``PaperVersion.Review``)."""
        return self.paper.review if self.is_exam else self.paper.test_review

    @property
    def is_open(self) -> bool:
        return self.handed_in_at is None

    @cached_property
    def verdict(self) -> Verdict:
        """The result that counts now: that of the last regrading, or else the first."""
        if not hasattr(self, "last_score"):
            last = self.regradings.order_by("-pk").first()
            return last.verdict if last else self.first_verdict
        if self.last_score is None:
            return self.first_verdict
        return Verdict(
            self.last_score,
            self.last_passed,
            self.last_must_pass_failed,
            is_regraded=True,
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it has ended and people still mark some of its answers."""
        return self.handed_in_at is not None and self.marked_at is None

    @property
    def is_marked(self) -> bool:
        return self.marked_at is not None

    @property
    def percentage(self) -> int | None:
        """The score that counts now, in whole per cent."""
        return self.verdict.percentage

    @property
    def first_verdict(self) -> Verdict:
        """The result as it was first marked."""
        return Verdict(self.score, self.passed, self.must_pass_failed)

    def is_out_of_time(self, at: datetime) -> bool:
        return at >= self.ends_at

    def seconds_left(self, at: datetime) -> int:
        """Return the seconds still to go, never more than the attempt has in all."""
        since = max(at, self.started_at)  # a clock may have been moved back
        return max(0, int((self.ends_at - since).total_seconds()))


class AttemptItemQuerySet(models.QuerySet["AttemptItem"]):
    """Items of attempts, with the answers given."""

    def in_exams(self) -> Self:
        """Keep what was asked in exams: other tests count for nothing."""
        return self.filter(attempt__purpose=Purpose.EXAM)

    def looked_after_by(self, trainer: "User") -> Self:
        """Keep what was asked in the courses of a trainer's remit."""
        mine = Course.objects.in_remit_of(trainer).values("pk")
        return self.filter(attempt__enrolment__course__in=mine)

    def current(self) -> Self:
        """Add ``now_mark`` and ``now_counts``: as they are after corrections of keys.

        What was first marked stays in ``mark`` and ``is_scored``.
        """
        last = Regrading.objects.filter(item=OuterRef("pk")).order_by("-pk")
        void = Q(correction__effect=KeyCorrection.Effect.VOID)
        first = Case(
            When(Q(is_scored=True) & ~void, then=Value(value=True)),
            default=Value(value=False),
        )
        return self.annotate(
            now_mark=Coalesce(Subquery(last.values("mark_after")[:1]), F("mark")),
            now_counts=Coalesce(Subquery(last.values("counts_after")[:1]), first),
        )

    def counting(self) -> Self:
        """Keep what counts now; questions in trial and void ones do not."""
        return self.current().filter(now_counts=True)

    def with_answers(self) -> Self:
        """Add ``answer`` (``None`` for none), ``answer_number`` and ``answered_at``."""
        last = Response.objects.filter(item=OuterRef("pk")).order_by("-sequence")
        return self.annotate(
            answer=Subquery(last.values("given")[:1]),
            answer_number=Subquery(last.values("sequence")[:1]),
            answered_at=Subquery(last.values("saved_at")[:1]),
        )


class AttemptItem(models.Model):
    """One question of an attempt: this version, its parts in this order.

    ``mark`` is from 0 to 1 once the answer is marked: at hand-in, or when people have
    marked it; by the ``correction`` of the key that was in force then, if one was. It
    stays as it is; ``worth`` is what it counts now. A question in trial is asked and
    marked like the others, and not scored: it counts for nothing, and no attempt waits
    for its mark.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("number"))
    question = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="askings"
    )
    order = models.JSONField(_("order of its parts"))
    is_scored = models.BooleanField(_("counts"), default=True)
    flagged = models.BooleanField(_("flagged"), default=False)
    mark = models.DecimalField(_("mark"), max_digits=5, decimal_places=4, null=True)
    correction = models.ForeignKey(
        KeyCorrection, models.PROTECT, related_name="marked", null=True
    )

    # what ``with_answers`` adds
    answer: Given
    answer_number: int | None
    answered_at: datetime | None
    # what ``current`` adds
    now_mark: Decimal | None
    now_counts: bool

    objects = AttemptItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of an attempt")
        verbose_name_plural = _("questions of an attempt")
        ordering = ["attempt", "position"]
        indexes = [
            models.Index(
                fields=["attempt"], condition=Q(mark=None), name="attempt_item_unmarked"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="attempt_position_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "question"], name="attempt_asks_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.position}"

    @property
    def worth(self) -> Decimal | None:
        """The mark that counts now, where ``current`` added it; else the first one."""
        return self.now_mark if hasattr(self, "now_mark") else self.mark

    @property
    def counts(self) -> bool:
        """Whether it is a part of the total now (see ``current``)."""
        if hasattr(self, "now_counts"):
            return self.now_counts
        return self.is_scored and not (self.correction and self.correction.is_void)

    @property
    def is_full(self) -> bool:
        """Whether its answer is wholly right."""
        return self.worth == 1


class Response(AppendOnly):
    """One saved answer; of an item's responses the highest sequence number counts.

    ``given`` is in the form of the question's kind; ``None`` took the answer back.
    """

    item = models.ForeignKey(AttemptItem, models.PROTECT, related_name="responses")
    sequence = models.PositiveIntegerField(_("sequence number"))
    given = models.JSONField(_("answer"), null=True)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["item", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sequence"], name="response_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.sequence}"
