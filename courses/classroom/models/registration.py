"""Registrations for sessions, with seats and waiting list, and attendance."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.classroom.models.classroom_session import Session, SessionDay
from courses.records.models import Completion
from elearning.audit.models import AppendOnly
from elearning.staff.models import LearnerRecordQuerySet, StaffMember


class RegistrationQuerySet(LearnerRecordQuerySet["Registration"]):
    """Registrations, by state and by who may see them."""

    def standing(self) -> Self:
        """Keep those that were not given up."""
        return self.filter(left_at=None)

    def seated(self) -> Self:
        return self.standing().filter(seated_at__isnull=False)

    def waiting(self) -> Self:
        """Keep those on the waiting list, in its order."""
        return self.standing().filter(seated_at=None).order_by("pk")


class Registration(models.Model):
    """A person’s registration for a session, with a seat or on the waiting list.

    Each moment is set once: that of the seat, and that of leaving. Passing sets
    ``completion``. Whoever leaves and returns has a new row, at the end of the list.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations")
    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="registrations"
    )
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    seated_at = models.DateTimeField(_("seat given"), null=True)
    left_at = models.DateTimeField(_("left the list"), null=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    left_reason = models.TextField(_("reason"), blank=True)
    completion = models.OneToOneField(
        Completion, models.PROTECT, related_name="attended", null=True
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "learner"],
                condition=Q(left_at=None),
                name="registered_once",
            ),
            models.CheckConstraint(
                condition=Q(completion=None) | Q(seated_at__isnull=False),
                name="passed_on_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.session}"

    @property
    def is_seated(self) -> bool:
        return self.seated_at is not None and self.left_at is None

    @property
    def is_waiting(self) -> bool:
        return self.seated_at is None and self.left_at is None

    @property
    def newest_marks(self) -> "dict[int, Attendance]":
        """The newest mark for each day, by the id of the day; prefetch ``marks``."""
        marks = sorted(self.marks.all(), key=lambda one: one.pk)
        return {one.day_id: one for one in marks}


class Attendance(AppendOnly):
    """The attendance of a person on one day of a session; the newest mark counts."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="marks")
    day = models.ForeignKey(SessionDay, models.PROTECT, related_name="+")
    mark = models.CharField(_("attended"), max_length=8, choices=Mark)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["registration", "pk"]

    def __str__(self) -> str:
        return f"{self.registration}: {self.mark}"
