"""Sessions: when and where a course is held in a classroom, by whom and for how many."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from elearning.accounts.models import User
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import build_reason_check
from elearning.languages import (
    TranslatedTextField,
    get_first_language,
    list_language_choices,
    pick_text,
)
from elearning.staff.models import (
    PERSONNEL_ROLES,
    Appointment,
    Establishment,
    StaffMember,
    build_subtree_condition,
    in_force,
    list_remit_paths,
)

#: The maximum number of seats, and of days of a session.
MOST_SEATS, MOST_DAYS = 500, 10


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, by date and by who they are for."""

    def visible_to(self, user: User) -> Self:
        """Keep those the user manages, those their people may attend, and those they teach."""
        paths = list_remit_paths(user, PERSONNEL_ROLES, timezone.localdate())
        above = Q(establishment__path__in={up for path in paths for up in _up(path)})
        return self.filter(
            build_subtree_condition("establishment__path", paths)
            | above
            | Q(teacher__user=user)
        )

    def managed_by(self, user: User) -> Self:
        paths = list_remit_paths(user, PERSONNEL_ROLES, timezone.localdate())
        return self.filter(build_subtree_condition("establishment__path", paths))

    def for_person(self, person: StaffMember, on: date) -> Self:
        """Keep those for an establishment in or below which ``person`` serves on ``on``."""
        held = Appointment.objects.filter(in_force(on), staff_member=person)
        below = held.filter(
            establishment__path__startswith=OuterRef("establishment__path")
        )
        return self.filter(Exists(below))

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def with_numbers(self) -> Self:
        here = Q(registrations__left_at=None)
        seated = here & Q(registrations__seated_at__isnull=False)
        waiting = here & Q(registrations__seated_at=None)
        return self.annotate(
            taken=Count("registrations", filter=seated),
            waiting=Count("registrations", filter=waiting),
        )


class Session(models.Model):
    """A course held in a classroom, on one or several days, for one part of the service.

    It is for people of ``establishment`` and places below it, and held there unless
    another place is given. Its days are those of its present ``timetable``; moving it
    creates a new one. Whoever attends ``enough`` per cent of the hours passes.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("course")
    )
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        related_name="sessions",
        verbose_name=_("purpose"),
    )
    own_places = TranslatedTextField(
        _("place in each language"), max_length=200, blank=True
    )
    room = models.CharField(_("room"), max_length=100, blank=True)
    language = models.CharField(
        _("language of teaching"),
        max_length=2,
        choices=list_language_choices,
        default=get_first_language,
    )
    teacher = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="taught_sessions",
        null=True,
        blank=True,
        verbose_name=_("teacher"),
    )
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    enough = models.PositiveSmallIntegerField(
        _("required attendance, per cent of the hours"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    may_ask = models.BooleanField(_("people may register themselves"), default=False)
    timetable = models.PositiveSmallIntegerField(default=1, editable=False)
    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("called off"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_window"
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, MOST_SEATS)), name="session_seats"
            ),
            models.CheckConstraint(
                condition=Q(enough__range=(1, 100)), name="session_enough"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(closed_at=None),
                name="session_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        day = timezone.localtime(self.starts_at)
        return f"{self.course.code}, {self.establishment.code}, {day:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("desk:sessions:session", args=[self.key])

    @property
    def days(self) -> "list[SessionDay]":
        """Its days by the present timetable; prefetch ``all_days`` for several sessions."""
        return [day for day in self.all_days.all() if day.timetable == self.timetable]

    @property
    def places(self) -> dict[str, str]:
        """The place in each language: as given, or the establishment itself."""
        given: dict[str, str] = self.own_places
        return given if any(given.values()) else dict(self.establishment.titles)

    @property
    def place(self) -> str:
        return str(pick_text(self.places)[0])

    @property
    def is_standing(self) -> bool:
        """Whether it is neither cancelled nor closed."""
        return self.cancelled_at is None and self.closed_at is None

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at

    def state(self, at: datetime) -> str:
        """Return the state at ``at``, one of the keys of ``STATES``."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.closed_at is not None:
            return "closed"
        if self.is_over(at):
            return "to-close"
        return "under-way" if self.has_begun(at) else "planned"


class SessionDay(AppendOnly):
    """The hours of a session on one day, in one of its timetables."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="all_days")
    timetable = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("day of a session")
        verbose_name_plural = _("days of sessions")
        ordering = ["session", "timetable", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "timetable", "starts_at"], name="session_day_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_day_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def on(self) -> date:
        """The local date."""
        return timezone.localdate(self.starts_at)

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600


class SessionChange(AppendOnly):
    """A change of a planned session, with its reason.

    ``before`` and ``after`` are plain values, by the names of the changed fields.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", _("Moved to another time")
        CHANGED = "changed", _("Changed")
        CANCELLED = "cancelled", _("Called off")

    session = models.ForeignKey(Session, models.PROTECT, related_name="changes")
    kind = models.CharField(_("what"), max_length=9, choices=Kind)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        ordering = ["session", "pk"]
        constraints = [build_reason_check("session_change_says_why")]

    def __str__(self) -> str:
        return f"{self.session}: {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.reason = self.reason.strip()
        super().save(*args, **kwargs)


def _up(path: str) -> list[str]:
    """Return the paths of an establishment and all its ancestors."""
    step = Establishment.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]
