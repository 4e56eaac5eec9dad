"""Who must hold what: rules with dates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from elearning.staff.models import (
    Appointment,
    Establishment,
    Known,
    Post,
    PostCategory,
)


class Requirement(Known):
    """Holders of a post must hold a course, renewed in time (curriculum A.4).

    It is asked of a ``post``, of all posts of a ``category``, or of everybody where
    neither is named; at and under one ``establishment``, or at all of one ``kind``.
    """

    class Expiry(models.TextChoices):
        """From when the months of a renewal count."""

        ANNIVERSARY = (
            "anniversary",
            _(
                "From the last day of the pass before, where renewed in its last 90 days"
            ),
        )
        PASSING = "passing", _("From the day of passing, always")
        FIXED = "fixed", _("Until the same day of every year")

    post = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="requirements",
        null=True,
        blank=True,
        verbose_name=_("position"),
    )
    category = models.ForeignKey(
        PostCategory,
        models.PROTECT,
        related_name="requirements",
        null=True,
        blank=True,
        verbose_name=_("category of positions"),
    )
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
    kind = models.CharField(
        _("only at this kind of establishment"),
        max_length=16,
        choices=Establishment.Kind,
        blank=True,
    )
    with_acting = models.BooleanField(_("also asked of who is acting"), default=True)
    least_share = models.PositiveSmallIntegerField(
        _("least share of the post, %"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    appointed_from = models.DateField(
        _("only of people appointed from"), null=True, blank=True
    )
    expiry = models.CharField(
        _("renewal counts"),
        max_length=16,
        choices=Expiry,
        default=Expiry.ANNIVERSARY,
    )
    fixed_month = models.PositiveSmallIntegerField(
        _("month of the fixed day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    fixed_day = models.PositiveSmallIntegerField(
        _("fixed day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
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
        constraints = [
            *Known.Meta.constraints,
            models.CheckConstraint(
                condition=Q(post=None) | Q(category=None),
                name="requirement_post_or_category",
                violation_error_message=_(
                    "Choose a position or a category of positions, not both."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(expiry="fixed")
                | Q(fixed_month__isnull=False, fixed_day__isnull=False),
                name="requirement_fixed_day",
                violation_error_message=_("Give the fixed day and its month."),
            ),
        ]

    def __str__(self) -> str:
        asked_of = self.post or self.category
        return (
            f"{asked_of.code if asked_of else '*'}: {self.course.code}, {self.months}"
        )

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

    def covers(self, appointment: Appointment) -> bool:
        """Tell whether ``appointment`` is one of those it is asked of, whatever the day."""
        return (
            self.covers_post(appointment.post)
            and self.covers_place(appointment.establishment)
            and (self.with_acting or not appointment.is_acting)
            and self.least_share <= appointment.share
            and (self.appointed_from or date.min) <= appointment.starts_on
        )

    def covers_post(self, post: Post) -> bool:
        """Tell whether it is asked of holders of ``post``."""
        if self.post_id is not None:
            return self.post_id == post.pk
        return self.category_id is None or self.category_id == post.category_id

    def covers_place(self, place: Establishment) -> bool:
        """Tell whether it is asked at ``place`` of the tree."""
        top = self.establishment
        is_under = top is None or place.path.startswith(top.path)
        return is_under and self.kind in {"", place.kind}
