"""Sittings: when and where an exam is open to a group, and the events in them."""

import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Expression
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.staff.models import Appointment, Establishment, StaffMember, in_force

#: The roles that plan sittings at the establishments of their remit.
PLANNING_ROLES = (Role.TRAINER, Role.FACILITY_HR, Role.MINISTRY_HR)
#: The roles that see sittings.
SITTING_ROLES = (*PLANNING_ROLES, Role.INVIGILATOR)


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, by time and by the people they are for."""

    def visible_to(
        self, user: User, *, roles: tuple[Role, ...] = SITTING_ROLES
    ) -> Self:
        """Keep the sittings at the establishments the user looks after in ``roles``."""
        places = Establishment.objects.visible_to(user, roles=roles)
        return self.filter(establishment__in=places.order_by().values("pk"))

    def planned(self) -> Self:
        return self.filter(cancelled_at=None)

    def for_person(
        self, person: StaffMember | Expression, on: date | Expression
    ) -> Self:
        """Keep those of every establishment in which ``person`` serves on ``on``.

        That includes all establishments above their own in the tree.
        """
        held = Appointment.objects.filter(in_force(on), staff_member=person)
        below = held.filter(
            establishment__path__startswith=OuterRef("establishment__path")
        )
        return self.filter(Exists(below))


class Sitting(models.Model):
    """An exam open to the people of one establishment during one window of time.

    If it has an ``invigilator``, learners write under supervision and enter the code
    that the invigilator shows in order to start. The code is not stored (see
    ``assessment.sittings.access_codes``). The time counts as chosen by whoever planned
    the sitting and everybody who moved it since.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="sittings")
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="sittings"
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    invigilator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sittings", null=True
    )
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    moved_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="sitting_window"
            )
        ]

    def __str__(self) -> str:
        day = timezone.localtime(self.opens_at)
        return f"{self.course.code}, {self.establishment.code}, {day:%Y-%m-%d %H:%M}"

    @property
    def is_invigilated(self) -> bool:
        return self.invigilator_id is not None

    def is_open(self, at: datetime) -> bool:
        return self.cancelled_at is None and self.opens_at <= at < self.closes_at


class Allowance(AppendOnly):
    """Minutes an invigilator gave one attempt for a connection or computer failure."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="allowances")
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("minutes for a lost connection")
        verbose_name_plural = _("minutes for lost connections")
        ordering = ["attempt", "granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 120)), name="allowance_minutes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: +{self.minutes}"


class AttemptEvent(AppendOnly):
    """An event in an attempt that no other row records.

    For a lost connection, ``since`` is its start by the candidate's own page, and
    ``at`` the time when the server heard from the page again.
    """

    class Kind(models.TextChoices):
        """The type of event."""

        MOVED = "moved", _("Continued in another window")
        DEVICE = "device", _("Continued on another device")
        LINK = "link", _("Connection lost and restored")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    at = models.DateTimeField(_("when"))
    since = models.DateTimeField(_("since"), null=True)

    class Meta:
        verbose_name = _("event of an attempt")
        verbose_name_plural = _("events of attempts")
        ordering = ["attempt", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.kind}"
