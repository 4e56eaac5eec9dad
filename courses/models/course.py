"""Courses and their learning outcomes."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth import get_user_model
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.remit import CourseRemit
from elearning.accounts.roles import Role
from elearning.languages import TranslatedTextField, TranslatedTitle, pick_text
from elearning.staff.models import in_force

if TYPE_CHECKING:
    from courses.models.edition import Edition
    from elearning.accounts.models import User
    from elearning.prepared_queries import QueryParameter


#: A code is part of URLs, certificates and question codes.
is_code = RegexValidator(
    r"\A[A-Z0-9][A-Z0-9-]{0,31}\Z",
    _("Write the code in Latin letters, digits and hyphens, for example FIRST-AID."),
)
#: Stands for an outside qualification that never expires.
MOST_MONTHS = 1200
LEAST_HOURS = Decimal("0.1")


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses, by whether they are open and to whom."""

    def open(self) -> Self:
        """Keep courses with a released edition that are not closed."""
        return self.filter(self._is_open())

    def visible_to(self, user: "User | QueryParameter") -> Self:
        """Keep the courses a signed-in user may find: open ones, and those they are enrolled on.

        The enrolments of others are not searched: a course has thousands of learners.
        """
        theirs = self.model.objects.filter(enrolments__learner__user=user)
        return self.filter(self._is_open() | models.Q(pk__in=theirs.values("pk")))

    def _is_open(self) -> models.Q:
        released = self.model.objects.filter(editions__isnull=False)
        return models.Q(closed_at=None, pk__in=released.values("pk"))

    def in_remit_of(self, user: "User", on: date | None = None) -> Self:
        """Keep the courses in a trainer’s remit today, or ``on``: all courses by default."""
        held = CourseRemit.objects.of(user, on)
        return self.filter(
            models.Q(pk__in=held.values("course"))
            | models.Exists(held.filter(course=None))
            | ~models.Exists(CourseRemit.objects.filter(user=user))
        )


class Course(TranslatedTitle):
    """A training that people pass; pages present it, and it outlives them.

    Only ``online`` courses have pages and editions. An ``external`` one is taught and
    certified by another body: an outside qualification. ``refreshes`` is the course
    that a pass of this one renews (curriculum R5).
    """

    class Delivery(models.TextChoices):
        ONLINE = "online", _("On this platform")
        CLASSROOM = "classroom", _("In a classroom")
        EXTERNAL = "external", _("By another body")

    code = models.CharField(_("code"), max_length=32, unique=True, validators=[is_code])
    slug = models.SlugField(_("address"), max_length=64, unique=True)
    #: The neutral titles, safe on paper and on the public page (product rule 7).
    public_titles = TranslatedTextField(
        _("public title in each language"), max_length=255, is_complete=True
    )
    hours = models.DecimalField(
        _("hours of study"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(LEAST_HOURS)],
    )
    validity_months = models.PositiveSmallIntegerField(
        _("validity in months"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_(
            "How long a pass of this course lasts; printed on the certificate."
        ),
    )
    delivery = models.CharField(
        _("where it is held"), max_length=16, choices=Delivery, default=Delivery.ONLINE
    )
    refreshes = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="refreshers",
        null=True,
        blank=True,
        verbose_name=_("refresher for"),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]

    def clean_fields(self, exclude: Any = None) -> None:
        """Normalise the code to capitals before validation, as every entry point does."""
        self.code = self.code.strip().upper()
        super().clean_fields(exclude=exclude)

    def get_absolute_url(self) -> str:
        return reverse("content:course", args=[self.slug])

    def trainers(self, on: date | None = None) -> "models.QuerySet[User]":
        """Return the trainers with the course in their remit, today or ``on``.

        The inverse of ``CourseQuerySet.in_remit_of``.
        """
        asked = CourseRemit.objects.filter(user=models.OuterRef("pk"))
        theirs = models.Q(course=self) | models.Q(course=None)
        held = asked.filter(in_force(on or timezone.localdate())).filter(theirs)
        return get_user_model().objects.filter(
            models.Exists(held) | ~models.Exists(asked),
            is_active=True,
            groups__name=Role.TRAINER,
        )

    @property
    def public_title(self) -> str:
        return str(pick_text(self.public_titles)[0])

    @cached_property
    def current_edition(self) -> "Edition | None":
        """The newest released edition, used for new enrolments."""
        return self.editions.order_by("-number").first()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.current_edition is not None


class Outcome(models.Model):
    """One learning outcome of a course; every question tests one."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField(_("number"))
    texts = models.JSONField(_("text in each language"), default=dict)

    class Meta:
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        ordering = ["course", "number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="outcome_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {pick_text(self.texts)[0]}"
