"""Exceptions to a paper's rules, earned by or granted to a learner; never overwritten."""

from datetime import date
from math import ceil
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from courses.models import Unit
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.staff.models import DatedModel, StaffMember, in_force

#: The roles that grant extra time to the people of their remit.
GRANTING_ROLES = (Role.TRAINER, Role.FACILITY_HR, Role.MINISTRY_HR)


class Rereading(AppendOnly):
    """A lesson read to its end again after an attempt that was not passed.

    The button that records this stands at the end of the lesson, so whoever pressed it
    has opened the lesson again; nothing else about the reading is stored.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="rereadings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read again"))

    class Meta:
        verbose_name = _("lesson read again")
        verbose_name_plural = _("lessons read again")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "unit"], name="rereading_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.unit.slug}"


class FurtherAttempt(AppendOnly):
    """One further attempt after a trainer's talk with the learner (curriculum A.6).

    It follows the last attempt at the time: each conversation grants one.
    """

    after = models.OneToOneField(Attempt, models.PROTECT, related_name="further")
    spoken_on = models.DateField(_("day of the conversation"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("further attempt")
        verbose_name_plural = _("further attempts")

    def __str__(self) -> str:
        return f"{self.after} + 1"


class ExtraTimeQuerySet(models.QuerySet["ExtraTime"]):
    """Grants of extra time, by day and by reader."""

    def on(self, day: date | Expression) -> Self:
        return self.filter(in_force(day))

    def visible_to(self, user: User) -> Self:
        """Keep the user's own, and those of the people they may grant extra time to."""
        people = StaffMember.objects.in_remit_of(user, roles=GRANTING_ROLES)
        return self.filter(
            Q(staff_member__user=user) | Q(staff_member__in=people.values("pk"))
        )


class ExtraTime(DatedModel):
    """Extra time at every exam of one person, for a limited period.

    It is given in minutes or as a share of the paper's time. It can be ended but not
    changed. The reason may concern the person's health: only they and those who may
    grant them extra time see it.
    """

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="extra_times"
    )
    percent = models.PositiveSmallIntegerField(_("per cent"), null=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    objects = ExtraTimeQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        constraints = [
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                condition=Q(percent__range=(1, 100), minutes=None)
                | Q(percent=None, minutes__range=(1, 240)),
                name="extra_time_minutes_or_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member}: {self.minutes or self.percent}"

    def of(self, minutes: int) -> int:
        """Return the extra minutes for an exam of ``minutes``, rounded up."""
        return self.minutes or ceil(minutes * (self.percent or 0) / 100)
