"""Corrections of passes and the decisions on them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.recognition.models.second_person_decision import (
    LearnerProposal,
    LearnerProposalQuerySet,
    SecondPersonDecision,
)
from courses.records.models import Completion, Withdrawal
from elearning.staff.models import StaffMember


class CorrectionQuerySet(LearnerProposalQuerySet["Correction"]):
    """Corrections, by decision and by who may read them."""


class Correction(LearnerProposal):
    """A proposal to change a pass or, with a ``ground``, to withdraw it.

    It changes nothing until a second person confirms it. ``expires_on`` is only set if
    another body certified the pass; otherwise it follows from the rules.
    """

    relations = ("completion__learner", "completion__course", "proposed_by")

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="corrections")
    completion = models.ForeignKey(
        Completion, models.PROTECT, related_name="proposed_corrections"
    )
    passed_on = models.DateField(_("date of passing"))
    expires_on = models.DateField(_("valid until"), null=True)
    score = models.DecimalField(_("result"), max_digits=5, decimal_places=4, null=True)
    ground = models.CharField(
        _("ground"), max_length=8, choices=Withdrawal.Ground, blank=True
    )
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField(_("proposed"))

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a pass")
        verbose_name_plural = _("corrections of passes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(ground="") | ~Q(authority="")),
                name="correction_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.completion}: {self.ground or self.passed_on}"

    def get_absolute_url(self) -> str:
        return reverse("desk:recognition:correction", args=[self.key])

    @property
    def is_withdrawal(self) -> bool:
        return bool(self.ground)


class CorrectionDecision(SecondPersonDecision):
    """A second person’s decision; if confirmed, the correction was made at once."""

    about = "correction"
    action = "recognition.correction_"

    correction = models.OneToOneField(
        Correction, models.PROTECT, related_name="decision"
    )

    class Meta(SecondPersonDecision.Meta):
        verbose_name = _("decision about a correction")
        verbose_name_plural = _("decisions about corrections")
