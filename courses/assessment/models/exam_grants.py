"""What a learner did or was granted beyond the rules of a paper; never overwritten."""

from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from courses.models import Unit
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.staff.models import DatedModel, StaffMember, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Who grants extra time to the people of her remit.
GRANTING_ROLES = (Role.TRAINER, Role.FACILITY_HR, Role.MINISTRY_HR)


class Rereading(AppendOnly):
    """A lesson read to its end again after an attempt that was not passed.

    The button that says so stands at the end of the lesson, so whoever pressed it has
    opened the lesson again; nothing else about her reading is kept.
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
    """One attempt more, after a trainer has spoken with the learner (curriculum A.6).

    It follows one attempt, the last there was: each conversation gives one.
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
    """Grants of extra time, by day and by who may see them."""

    def on(self, day: date | Expression) -> Self:
        """Keep the grants that hold on ``day``."""
        return self.filter(in_force(day))

    def visible_to(self, user: "User") -> Self:
        """Keep the user's own, and those of the people she may grant some to."""
        people = StaffMember.objects.in_remit_of(user, roles=GRANTING_ROLES)
        return self.filter(
            Q(staff_member__user=user) | Q(staff_member__in=people.values("pk"))
        )


class ExtraTime(DatedModel):
    """More time at every exam for one person, for a while: minutes, or a share of the paper.

    It is ended, never changed. The reason may concern her health: it is shown to her and
    to those who may grant such time to her, and to nobody else.
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
        """Return the minutes more for an exam of ``minutes``; a part of one is a whole."""
        return self.minutes or ceil(minutes * (self.percent or 0) / 100)
