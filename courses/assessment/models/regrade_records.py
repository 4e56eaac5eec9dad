"""Marks and results after key corrections; the first ones stay unchanged."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from courses.assessment.errors import QuestionBankError
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Decision, Proposal
from elearning.staff.models import StaffMember


@dataclass(frozen=True)
class AttemptVerdict:
    """The result of an attempt that counts now; all ``None`` while it is open.

    ``is_regraded`` says that it differs from the first one.
    """

    score: Decimal | None
    passed: bool | None
    must_pass_failed: bool | None
    is_regraded: bool = False

    @property
    def percentage(self) -> int | None:
        """The score in whole per cent, rounded down: 79.9 is not 80."""
        return None if self.score is None else int(self.score * 100)


class RegradingQuerySet(models.QuerySet["Regrading"]):
    """Regradings, by effect and by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the people in the user's remit as an HR officer."""
        people = StaffMember.objects.in_remit_of(user).values("pk")
        return self.filter(attempt__enrolment__learner__in=people)

    def changing(self) -> Self:
        return self.exclude(
            score_after=F("score_before"),
            passed_after=F("passed_before"),
            must_pass_failed_after=F("must_pass_failed_before"),
        )

    def lost(self) -> Self:
        """Keep those that turned a pass into a fail, if it still is one."""
        later = Regrading.objects.filter(attempt=OuterRef("attempt")).filter(
            pk__gt=OuterRef("pk"), passed_after=True
        )
        turned = self.filter(passed_before=True, passed_after=False)
        return turned.exclude(Exists(later))

    def undecided(self) -> Self:
        return self.filter(review=None)


class Regrading(Proposal):
    """One marked attempt, regraded by one correction of a key.

    It holds the mark of the question, the score and the result before and after, even
    if nothing changed; the last row of an attempt counts. ``counts_after`` is false if
    the question left the total.
    """

    ending = "review"
    relations = ("attempt__enrolment__learner",)
    own_words = _("This is your own exam. Another officer decides.")

    attempt = models.ForeignKey(
        "assessment.Attempt", models.PROTECT, related_name="regradings"
    )
    item = models.ForeignKey(
        "assessment.AttemptItem", models.PROTECT, related_name="regradings"
    )
    correction = models.ForeignKey(
        "assessment.KeyCorrection", models.PROTECT, related_name="regradings"
    )
    mark_before = models.DecimalField(max_digits=5, decimal_places=4)
    mark_after = models.DecimalField(max_digits=5, decimal_places=4)
    counts_before = models.BooleanField()
    counts_after = models.BooleanField()
    score_before = models.DecimalField(max_digits=5, decimal_places=4)
    score_after = models.DecimalField(max_digits=5, decimal_places=4)
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()
    must_pass_failed_before = models.BooleanField()
    must_pass_failed_after = models.BooleanField()
    at = models.DateTimeField(_("when"))

    objects = RegradingQuerySet.as_manager()

    class Meta:
        verbose_name = _("regrading")
        verbose_name_plural = _("regradings")
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "correction"], name="regraded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.correction_id}"

    def is_of(self, user: "User") -> bool:
        """Tell whether it is the exam of ``user``."""
        return self.attempt.enrolment.learner.user_id == user.pk

    @property
    def changes_result(self) -> bool:
        before = (self.score_before, self.passed_before, self.must_pass_failed_before)
        after = (self.score_after, self.passed_after, self.must_pass_failed_after)
        return before != after

    @property
    def verdict(self) -> AttemptVerdict:
        return AttemptVerdict(
            self.score_after,
            self.passed_after,
            self.must_pass_failed_after,
            is_regraded=True,
        )


class RegradingReview(Decision):
    """The decision about a pass lost through a corrected key (curriculum R19).

    It has no automatic effect: the certificate stands until the authority revokes it.
    """

    class Decision(models.TextChoices):
        """What becomes of the pass."""

        STAND = "stand", _("The certificate stands")
        REPEAT = "repeat", _("The exam is sat again")
        REVOKE = "revoke", _("Revocation is referred to the authority")

    about = "regrading"
    action = "assessment.regrading_"
    verdict = "reviewed"
    refusal = QuestionBankError

    regrading = models.OneToOneField(Regrading, models.PROTECT, related_name="review")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about a pass")
        verbose_name_plural = _("decisions about passes")
        constraints = [build_reason_check("regrading_review_says_why")]


#: The roles that decide about a lost pass.
REVIEWING_ROLES = (Role.MINISTRY_HR,)
