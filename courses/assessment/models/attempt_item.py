"""The questions of an attempt: their versions, their order, and the answers until removed."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds import Given
from courses.assessment.models.attempt import Attempt
from courses.assessment.models.key_correction import KeyCorrection
from courses.assessment.models.question_version import AttemptPurpose, QuestionVersion
from courses.assessment.models.regrade_records import Regrading
from courses.models import Course
from elearning.accounts.models import User
from elearning.audit.models import AppendOnly


class AttemptItemQuerySet(models.QuerySet["AttemptItem"]):
    """Items of attempts, with the answers given."""

    def in_exams(self) -> Self:
        """Keep what was asked in exams: other tests count for nothing."""
        return self.filter(attempt__purpose=AttemptPurpose.EXAM)

    def looked_after_by(self, trainer: User) -> Self:
        """Keep what was asked in the courses of a trainer's remit."""
        mine = Course.objects.in_remit_of(trainer).values("pk")
        return self.filter(attempt__enrolment__course__in=mine)

    def current(self) -> Self:
        """Add ``now_mark`` and ``now_counts``, the values after corrections of keys.

        The values first marked stay in ``mark`` and ``is_scored``.
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
    """One question of an attempt: its version, and the order of its parts.

    ``mark`` is from 0 to 1 once the answer is marked: at hand-in, or when people have
    marked it; by the ``correction`` of the key then in force, if any. It never changes;
    ``worth`` is the mark that counts now. A question in trial is asked and marked like
    the others, but not scored: it counts for nothing, and no attempt waits for its
    mark.
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

    # added by ``with_answers``
    answer: Given
    answer_number: int | None
    answered_at: datetime | None
    # added by ``annotate_remarking``
    remarking: int
    since: datetime
    # added by ``current``
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
        """The mark that counts now, if loaded with ``current``; else the first one."""
        return self.now_mark if hasattr(self, "now_mark") else self.mark

    @property
    def counts(self) -> bool:
        """Whether it is part of the total now (see ``current``)."""
        if hasattr(self, "now_counts"):
            return self.now_counts
        return self.is_scored and not (self.correction and self.correction.is_void)

    @property
    def is_full(self) -> bool:
        return self.worth == 1


class Response(AppendOnly):
    """One saved answer; the highest sequence number of an item counts.

    ``given`` is in the form of the question type; ``None`` means that the answer was
    withdrawn. It is empty for an open answer erased on request.
    """

    expires = True
    expiring_words = frozenset({"given"})

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


class RemovalGround(models.TextChoices):
    """The reason for removing answers, which also decides which ones."""

    TERM = "term", _("All answers, at the end of their retention period (R18)")
    REQUEST = "request", _("Answers in the person's own words, at their request")


class AnswersRemoved(AppendOnly):
    """Answers of one attempt were removed; marks, result and certificate stay.

    At the end of the ``TERM`` all of them are removed: choices, words, earlier
    versions, the order of the parts, markers' comments. On ``REQUEST`` only words are,
    the learner's and those about them: the fact of an answer and its mark stay.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="removals")
    ground = models.CharField(_("why"), max_length=8, choices=RemovalGround)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("removal of answers")
        verbose_name_plural = _("removals of answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "ground"], name="answers_removed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.ground}"
