"""Who must hold what, and who need not: facts with dates, never a status."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from elearning.staff.models import Establishment, Known, Post, StaffMember


class Requirement(Known):
    """Holders of a post must hold a course, renewed in time (curriculum A.4)."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="requirements")
    course = models.ForeignKey(Course, models.PROTECT, related_name="requirements")
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        related_name="requirements",
        null=True,
        blank=True,
        verbose_name=_("only at and under"),
        help_text=_("Empty: everywhere in the service."),
    )
    months = models.PositiveSmallIntegerField(
        _("valid for, in months"), validators=[MinValueValidator(1)]
    )
    window_days = models.PositiveSmallIntegerField(
        _("due this many days before"), default=60
    )
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=14)
    first_due_days = models.PositiveSmallIntegerField(
        _("days for new appointees"), default=30
    )

    class Meta(Known.Meta):
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["course__code", "post__code", "starts_on"]

    def __str__(self) -> str:
        return f"{self.post.code}: {self.course.code}, {self.months}"

    def clean(self) -> None:
        """Refuse more months than the course has; stricter is allowed."""
        super().clean()
        if self.months and self.months > self.course.validity_months:
            raise ValidationError(
                {
                    "months": _(
                        "The course is valid for %(months)d months. "
                        "Choose no more than that."
                    )
                    % {"months": self.course.validity_months}
                }
            )

    def covers(self, path: str) -> bool:
        """Tell whether the establishment at ``path`` of the tree is meant."""
        return self.establishment is None or path.startswith(self.establishment.path)


class Exemption(Known):
    """One person need not hold one course, for a time and for a reason."""

    class Kind(models.TextChoices):
        """On what ground somebody is exempt (curriculum R13)."""

        WAIVER = "waiver", _("Exemption from training")
        EQUIVALENCE = "equivalence", _("Equivalent training recognised")

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="exemptions"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="exemptions")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    reason = models.TextField(_("reason"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    granted_at = models.DateTimeField(_("granted"))

    class Meta(Known.Meta):
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return f"{self.staff_member}: {self.course.code}"
