"""Acknowledgements of guidelines, and rules who has to read them: dated facts, no status."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.provisions.models import Document, DocumentEdition
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import build_reason_check
from elearning.staff.models import (
    DatedModel,
    Establishment,
    LearnerRecordQuerySet,
    Post,
    StaffMember,
)


class AcknowledgementQuerySet(LearnerRecordQuerySet["Acknowledgement"]):
    """Acknowledgements, by who may see them."""


class Acknowledgement(AppendOnly):
    """A person’s statement that they have read and understood a guideline.

    On the screen it is about an edition. A guideline on paper has none: a sheet was
    signed, which the personnel office entered.
    """

    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="acknowledgements"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="acknowledgements"
    )
    edition = models.ForeignKey(
        DocumentEdition, models.PROTECT, related_name="acknowledgements", null=True
    )
    read_on = models.DateField(_("read on"))
    language = models.CharField(_("language"), max_length=2, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-read_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "edition"], name="acknowledged_once"
            ),
            models.UniqueConstraint(
                fields=["learner", "document", "read_on"],
                condition=Q(edition=None),
                name="acknowledged_on_paper_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.document.code}"

    @property
    def is_on_paper(self) -> bool:
        return self.edition_id is None


class ReadingRule(DatedModel):
    """A rule that holders of a post must have read and understood a guideline."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="reading_rules")
    document = models.ForeignKey(Document, models.PROTECT, related_name="reading_rules")
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        related_name="reading_rules",
        null=True,
        blank=True,
        verbose_name=_("only at this place and those under it"),
        help_text=_("Empty: the whole service."),
    )
    days = models.PositiveSmallIntegerField(
        _("days to read it"), default=30, validators=[MinValueValidator(1)]
    )

    class Meta(DatedModel.Meta):
        verbose_name = _("guideline to be read")
        verbose_name_plural = _("guidelines to be read")
        ordering = ["document__code", "post__code", "starts_on"]

    def __str__(self) -> str:
        return f"{self.post.code}: {self.document.code}"

    def covers_place(self, place: Establishment) -> bool:
        """Return whether the rule applies at ``place``."""
        top = self.establishment
        return top is None or place.path.startswith(top.path)


class PaperIssue(AppendOnly):
    """A new issue of a guideline on paper, which has to be signed again.

    The register does not have its text, so the issue is recorded with a reason.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="issues")
    issued_on = models.DateField(_("reissued on"))
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("new paper issue")
        verbose_name_plural = _("new paper issues")
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "issued_on"], name="paper_issued_once_a_day"
            ),
            build_reason_check("paper_issue_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.issued_on}"
