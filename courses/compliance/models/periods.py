"""How people stood and will stand, spread out in days: a projection of the facts.

Nothing here is a fact. Every row can be thrown away and reckoned again from the facts
by ``compliance.standing``, which it has to equal on any day (architecture 3).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from elearning.staff.models import Establishment, OfLearnerQuerySet, Post, StaffMember


class StandingPeriodQuerySet(OfLearnerQuerySet["StandingPeriod"]):
    """Stretches of standings, by who may see them."""


class StandingPeriod(models.Model):
    """From ``starts_on`` to ``ends_on`` one person stands the same with one course.

    ``ends_on`` is the calendar's last day where no end is known. The days are those of
    ``compliance.standing.Standing``; ``establishment`` and ``post`` those of the
    appointment that the course is counted at.
    """

    learner = models.ForeignKey(
        StaffMember, models.CASCADE, related_name="standing_periods"
    )
    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    establishment = models.ForeignKey(
        Establishment, models.CASCADE, related_name="+", null=True
    )
    post = models.ForeignKey(Post, models.CASCADE, related_name="+", null=True)
    state = models.CharField(_("state"), max_length=16)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    due_on = models.DateField(_("due date"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    update_due_on = models.DateField(_("update by"), null=True)
    update_minutes = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(default=True)

    objects = StandingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing, for some days")
        verbose_name_plural = _("standings, for some days")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "starts_on"], name="standing_period_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="standing_period_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}, {self.course_id}: {self.state}"


class Tally(models.Model):
    """How many people stood in one state on ``on``: at a place, in a post, with a course."""

    on = models.DateField()
    establishment = models.ForeignKey(Establishment, models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    state = models.CharField(max_length=16)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "establishment", "post", "course", "state"],
                name="tally_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.count} {self.state}"


class Recount(models.Model):
    """Somebody about whom a fact has changed since her standings were spread out."""

    learner = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.learner_id)
