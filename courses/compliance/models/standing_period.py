"""Standings stored as periods of days, past and future: a projection of the facts.

Nothing here is a fact. Every row can be deleted and computed again from the facts by
``compliance.status``, with which it must agree on any day (architecture 3).
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
    """Standing periods, by day and by who may see them."""

    def on(self, day: date) -> Self:
        """Keep the period of each person and course that contains ``day``."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def required(self) -> Self:
        """Keep those that a rule requires: all that a total counts (curriculum R17).

        A refresher is a way to renew the required course, and not required itself.
        """
        return self.filter(is_required=True)


class Stretch(models.Model):
    """The days from ``starts_on`` to ``ends_on`` with one standing of a person and course.

    ``ends_on`` is the last day of the calendar if no end is known. The other dates are
    as in ``CourseStanding``; ``establishment`` and ``post`` are those of the
    appointment for which the course counts. ``urgency`` is a sort key.

    There are millions of rows, written in bulk and referring to rows that are never
    deleted: the database therefore does not check their foreign keys.
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
    """A period of a person and course, in the past, present or future."""

    objects = StandingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing over a period")
        verbose_name_plural = _("standings over a period")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "starts_on"], name="standing_period_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="standing_period_dates"
            ),
        ]
        indexes = [
            # The days on which periods begin or end are counted from these indexes
            # alone.
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
    """A copy of the period that contains today: one in fifteen of all.

    Lists of today read these. ``Turn`` has the day they are for.
    """

    objects = StandingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("today's standing")
        verbose_name_plural = _("today's standings")
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
    """The day that today’s standings are for; one row."""

    on = models.DateField()

    def __str__(self) -> str:
        return str(self.on)


class Tally(models.Model):
    """The number of people in each state on ``on``, by place, post and required course.

    Only for past days, so that it never changes: yesterday, ends of months, and of
    quarters before those. There is a column for each state.
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
    """A day with tallies; there may be none if nobody was employed."""

    on = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.on)


class Recount(models.Model):
    """A request to rebuild the standing periods of a person from ``since`` on.

    A fact has changed that affects these days; earlier ones are left alone.
    """

    learner = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    since = models.DateField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.learner_id)
