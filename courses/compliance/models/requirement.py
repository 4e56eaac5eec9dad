"""Requirements: dated rules about who must hold which course."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.compliance.deadlines import (
    Counting,
    build_fixed_day_counting,
    count_from_passing,
)
from courses.models import Course
from courses.validity import (
    MONTHS_OF_A_YEAR,
    add_months,
    compute_expiry,
    is_day_of_every_year,
)
from elearning.staff.models import (
    Appointment,
    BitemporalModel,
    Establishment,
    Post,
    PostCategory,
)


class Requirement(BitemporalModel):
    """A rule that holders of a post must hold a course, renewed in time (curriculum A.4).

    It covers a ``post``, all posts of a ``category``, or everybody if neither is set;
    at and below one ``establishment``, or at all of one ``kind``.
    """

    class Expiry(models.TextChoices):
        """The starting point for the months of a renewal."""

        ANNIVERSARY = (
            "anniversary",
            _("From the last day of the previous pass, if renewed in its last 90 days"),
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
        verbose_name=_("only at this place and those under it"),
        help_text=_("Empty: the whole service."),
    )
    kind = models.CharField(
        _("only at this kind of establishment"),
        max_length=16,
        choices=Establishment.Kind,
        blank=True,
    )
    with_acting = models.BooleanField(
        _("also required of people acting in the post"), default=True
    )
    least_share = models.PositiveSmallIntegerField(
        _("minimum share of the post, %"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    appointed_from = models.DateField(
        _("only for people appointed from"), null=True, blank=True
    )
    expiry = models.CharField(
        _("how renewal counts"),
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
        _("due this many days before the end"), default=60
    )
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=14)
    first_due_days = models.PositiveSmallIntegerField(
        _("days for new appointees"), default=30
    )

    class Meta(BitemporalModel.Meta):
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["course__code", "post__code", "starts_on"]
        constraints = [
            *BitemporalModel.Meta.constraints,
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
                violation_error_message=_("Enter the fixed day and its month."),
            ),
        ]

    def __str__(self) -> str:
        asked_of = self.post or self.category
        return (
            f"{asked_of.code if asked_of else '*'}: {self.course.code}, {self.months}"
        )

    def clean(self) -> None:
        super().clean()
        wrong = {
            "months": self._fault_of_months(),
            "window_days": self._fault_of_window(),
            "fixed_day": self._fault_of_fixed_day(),
        }
        if found := {name: fault for name, fault in wrong.items() if fault}:
            raise ValidationError(found)

    def _fault_of_months(self) -> str:
        """Return a message if there are more months than the course has; fewer are allowed."""
        if not self.months or self.course_id is None:
            return ""
        if self.months > self.course.validity_months:
            return gettext(
                "The course is valid for %(months)d months. Choose no more than that."
            ) % {"months": self.course.validity_months}
        if self.is_fixed and self.months < MONTHS_OF_A_YEAR:
            return gettext("A fixed day comes once a year. Choose 12 months or more.")
        return ""

    def _fault_of_window(self) -> str:
        typed: tuple[object, ...] = (self.months, self.window_days, self.starts_on)
        if None in typed or not self.months:
            return ""
        valid = (add_months(self.starts_on, self.months) - self.starts_on).days
        if self.window_days < valid:
            return ""
        return gettext(
            "A pass is valid for %(valid)d days, so the course would be due "
            "again as soon as it was passed. Choose fewer than %(valid)d "
            "days."
        ) % {"valid": valid}

    def _fault_of_fixed_day(self) -> str:
        if not self.is_fixed or not self.fixed_month or not self.fixed_day:
            return ""
        if is_day_of_every_year(self.fixed_month, self.fixed_day):
            return ""
        return gettext("Not every year has this day. Choose another day of the month.")

    @property
    def is_fixed(self) -> bool:
        return self.expiry == self.Expiry.FIXED

    @property
    def counting(self) -> Counting:
        if self.expiry == self.Expiry.PASSING:
            return count_from_passing
        if self.is_fixed and self.fixed_month and self.fixed_day:
            return build_fixed_day_counting(self.fixed_month, self.fixed_day)
        return compute_expiry

    def covers(self, appointment: Appointment) -> bool:
        """Return whether the rule covers ``appointment``, whatever the day."""
        return (
            self.covers_post(appointment.post)
            and self.covers_place(appointment.establishment)
            and (self.with_acting or not appointment.is_acting)
            and self.least_share <= appointment.share
            and (self.appointed_from or date.min) <= appointment.starts_on
        )

    @property
    def of_appointments(self) -> Q:
        """The condition of ``covers`` for appointments, without the days."""
        meant = Q(share__gte=self.least_share)
        if self.post_id is not None:
            meant &= Q(post=self.post_id)
        if self.category_id is not None:
            meant &= Q(post__category=self.category_id)
        if self.establishment is not None:
            meant &= Q(establishment__path__startswith=self.establishment.path)
        if self.kind:
            meant &= Q(establishment__kind=self.kind)
        if not self.with_acting:
            meant &= Q(is_acting=False)
        if self.appointed_from is not None:
            meant &= Q(starts_on__gte=self.appointed_from)
        return meant

    def covers_post(self, post: Post) -> bool:
        if self.post_id is not None:
            return self.post_id == post.pk
        return self.category_id is None or self.category_id == post.category_id

    def covers_place(self, place: Establishment) -> bool:
        top = self.establishment
        is_under = top is None or place.path.startswith(top.path)
        return is_under and self.kind in {"", place.kind}
