"""How people stood and will stand, spread out in days: a projection of the facts.

Nothing here is a fact. Every row can be thrown away and reckoned again from the facts
by ``compliance.standing``, which it has to equal on any day (architecture 3).
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from elearning.staff.models import (
    Establishment,
    LearnerRecordQuerySet,
    Post,
    StaffMember,
)


class StandingPeriodQuerySet(LearnerRecordQuerySet["StandingPeriod"]):
    """Stretches of standings, by day and by who may see them."""

    def on(self, day: date) -> Self:
        """Keep the one of each person and course that ``day`` is in."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def required(self) -> Self:
        """Keep what a rule asks of somebody: all that a total counts (curriculum R17).

        A refresher is the way to renew the course that a rule asks, and no duty besides.
        """
        return self.filter(is_required=True)


class Stretch(models.Model):
    """From ``starts_on`` to ``ends_on`` one person stands the same with one course.

    ``ends_on`` is the calendar's last day where no end is known. The days are those of
    ``compliance.standing.Standing``; ``establishment`` and ``post`` those of the
    appointment that the course is counted at. ``urgency`` is what to sort by.

    There are millions, written many at a time from rows that are never deleted: so their
    keys are not checked by the database.
    """

    learner = models.ForeignKey(
        StaffMember,
        models.CASCADE,
        related_name="%(class)ss",
        db_index=False,
        db_constraint=False,
    )
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    establishment = models.ForeignKey(
        Establishment,
        models.CASCADE,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
    )
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        related_name="+",
        null=True,
        db_index=False,
        db_constraint=False,
    )
    state = models.CharField(_("state"), max_length=16)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    due_on = models.DateField(_("due date"), null=True)
    passed_on = models.DateField(_("date of passing"), null=True)
    expires_on = models.DateField(_("valid until"), null=True)
    update_due_on = models.DateField(_("update by"), null=True)
    update_minutes = models.PositiveSmallIntegerField(default=0)
    is_required = models.BooleanField(default=True)
    urgency = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.learner_id}, {self.course_id}: {self.state}"


class StandingPeriod(Stretch):
    """One of the stretches of person and course, of days past, now or to come."""

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
        indexes = [
            # Whatever begins or ends on some days is counted from these alone.
            models.Index(
                fields=[
                    "starts_on",
                    "establishment",
                    "post",
                    "course",
                    "state",
                    "is_required",
                ],
                name="standing_period_begun",
            ),
            models.Index(
                fields=[
                    "ends_on",
                    "establishment",
                    "post",
                    "course",
                    "state",
                    "is_required",
                ],
                name="standing_period_ended",
            ),
            models.Index(
                fields=["establishment", "ends_on", "starts_on"],
                name="standing_period_place",
            ),
            models.Index(
                fields=["update_due_on"],
                condition=Q(update_due_on__isnull=False),
                name="standing_period_updates",
            ),
        ]


class StandingNow(Stretch):
    """The stretch that today is in, once more and by itself: one in fifteen of all.

    Lists of today look through these. ``Turn`` says which day they are about.
    """

    objects = StandingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing of today")
        verbose_name_plural = _("standings of today")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], name="standing_now_once"
            )
        ]
        indexes = [
            models.Index(fields=["establishment"], name="standing_now_place"),
            models.Index(fields=["course"], name="standing_now_course"),
        ]


class Turn(models.Model):
    """The day which the standings of today are about; one row."""

    on = models.DateField()

    def __str__(self) -> str:
        return str(self.on)


class Tally(models.Model):
    """How many people stood how on ``on``: at a place, in a post, with a required course.

    Of days that have passed, so that it never changes: the last one, ends of months, and
    of quarters before those. A column for each state, by its name.
    """

    on = models.DateField()
    establishment = models.ForeignKey(
        Establishment,
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    course = models.ForeignKey(
        Course, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lapsed = models.IntegerField()
    expired = models.IntegerField()
    grace = models.IntegerField()
    update_due = models.IntegerField()
    due = models.IntegerField()
    not_started = models.IntegerField()
    in_progress = models.IntegerField()
    valid = models.IntegerField()
    paused = models.IntegerField()
    waived = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "establishment", "post", "course"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.establishment_id}, {self.post_id}, {self.course_id}"


class TalliedDay(models.Model):
    """A day of which there are tallies: all of them, or none where nobody was there."""

    on = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.on)


class Recount(models.Model):
    """Somebody about whom a fact has changed that counts from ``since`` on.

    Her standings are spread out anew from that day; what was before stays as it is.
    """

    learner = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    since = models.DateField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.learner_id)
