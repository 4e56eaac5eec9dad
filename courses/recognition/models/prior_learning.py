"""Claims of prior learning, their decisions and scans."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from courses.recognition.models.second_person_decision import (
    LearnerProposal,
    LearnerProposalQuerySet,
    SecondPersonDecision,
)
from courses.records.models import Completion
from elearning.staff.models import StaffMember


class PriorLearningClaimQuerySet(LearnerProposalQuerySet["Claim"]):
    """Claims, by decision and by who may read them."""


class Claim(LearnerProposal):
    """A claim that somebody passed a course elsewhere or earlier, by a document shown.

    It changes nothing until a second person confirms it. ``expires_on`` is the last
    valid day according to the document.
    """

    relations = ("course", "proposed_by")

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="claims")
    course = models.ForeignKey(Course, models.PROTECT, related_name="claims")
    passed_on = models.DateField(_("date of passing"))
    expires_on = models.DateField(_("valid until"))
    issuer = models.CharField(_("issued by"), max_length=200)
    document_number = models.CharField(_("number of the document"), max_length=100)
    proposed_at = models.DateTimeField(_("entered"))

    objects = PriorLearningClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("training passed elsewhere")
        verbose_name_plural = _("training passed elsewhere")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("passed_on")), name="claim_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.course.code}, {self.passed_on}"

    def get_absolute_url(self) -> str:
        return reverse("desk:recognition:claim", args=[self.key])


class ClaimDecision(SecondPersonDecision):
    """A second person’s decision; if confirmed, the claim resulted in ``completion``."""

    about = "claim"
    action = "recognition.claim_"

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="decision")
    completion = models.OneToOneField(
        Completion, models.PROTECT, related_name="recognition", null=True
    )

    class Meta(SecondPersonDecision.Meta):
        verbose_name = _("decision about training passed elsewhere")
        verbose_name_plural = _("decisions about training passed elsewhere")


class Scan(models.Model):
    """The scan of a document, in a storage that no page serves, until it is removed.

    ``name`` is the file name in the storage, ``digest`` its SHA-256.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="scan")
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64)
    removed_at = models.DateTimeField(_("removed"), null=True)

    class Meta:
        verbose_name = _("scan of a paper")
        verbose_name_plural = _("scans of papers")

    def __str__(self) -> str:
        return self.name

    @property
    def content_type(self) -> str:
        return "application/pdf" if self.kind == self.Kind.PDF else f"image/{self.kind}"
