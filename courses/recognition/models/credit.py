"""Equivalent training that stands for lessons of a course (curriculum R13)."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.recognition.models.second_person_decision import (
    LearnerProposal,
    LearnerProposalQuerySet,
    SecondPersonDecision,
)
from courses.validity import add_months
from elearning.languages import TranslatedTitle
from elearning.staff.models import StaffMember


class CreditRule(TranslatedTitle):
    """A kind of training and the lessons of a course it stands for (curriculum R13).

    ``lessons`` are slugs in the course; the final exam is never among them. A document
    older than ``months`` does not count; without ``months`` its age does not matter.
    """

    code = models.SlugField(_("code"), max_length=32, unique=True)
    course_code = models.CharField(_("course"), max_length=32)
    lessons = models.JSONField(_("lessons"), default=list)
    months = models.PositiveSmallIntegerField(_("not older than, in months"), null=True)

    class Meta:
        verbose_name = _("equivalence")
        verbose_name_plural = _("equivalences")
        ordering = ["course_code", "code"]

    def counts_on(self, issued_on: date, on: date) -> bool:
        """Return whether a document of ``issued_on`` is recent enough on ``on``."""
        return self.months is None or on <= add_months(issued_on, self.months)


class CreditQuerySet(LearnerProposalQuerySet["Credit"]):
    """Credits, by decision and by who may read them."""


class Credit(LearnerProposal):
    """A claim of training that stands for lessons, by a document and its number.

    It changes nothing until a second person confirms it. No scan is required (R13).
    """

    relations = ("rule", "proposed_by")

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="credits")
    rule = models.ForeignKey(CreditRule, models.PROTECT, related_name="credits")
    issued_on = models.DateField(_("date of the document"))
    document_number = models.CharField(_("number of the document"), max_length=100)
    proposed_at = models.DateTimeField(_("entered"))

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("equivalent training")
        verbose_name_plural = _("equivalent training")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.learner}: {self.rule.code}"

    def get_absolute_url(self) -> str:
        return reverse("desk:recognition:credit", args=[self.key])


class CreditDecision(SecondPersonDecision):
    """A second person’s decision on equivalent training."""

    about = "credit"
    action = "recognition.credit_"

    credit = models.OneToOneField(Credit, models.PROTECT, related_name="decision")

    class Meta(SecondPersonDecision.Meta):
        verbose_name = _("decision about equivalent training")
        verbose_name_plural = _("decisions about equivalent training")
