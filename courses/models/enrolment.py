"""Enrolments and the progress of learners."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.edition import Edition
from courses.models.unit import Unit
from elearning.staff.models import LearnerRecordQuerySet, StaffMember


class EnrolmentQuerySet(LearnerRecordQuerySet["Enrolment"]):
    """Enrolments, by progress and by who may see them."""

    def active(self) -> Self:
        """Keep enrolments still under way."""
        return self.filter(completed_at=None, ended_at=None)

    def overdue(self, on: date) -> Self:
        return self.active().filter(due__lt=on)


class Enrolment(models.Model):
    """One member of staff taking one edition of one course, once."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField(_("enrolled"))
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    due = models.DateField(_("due"), null=True, blank=True)
    last_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("left the list"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"],
                condition=Q(completed_at=None, ended_at=None),
                name="one_enrolment_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.course.code}"

    def get_absolute_url(self) -> str:
        return reverse("content:course", args=[self.course.slug])

    @property
    def is_active(self) -> bool:
        return self.completed_at is None and self.ended_at is None

    def was_started(self, on: date) -> bool:
        """Return whether the learner had opened a lesson by the end of ``on``."""
        at = self.started_at
        return at is not None and timezone.localdate(at) <= on

    def is_overdue(self, on: date) -> bool:
        return self.is_active and self.due is not None and self.due < on


class UnitProgress(models.Model):
    """Progress of an enrolment in one unit, and where to resume reading."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="progress")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    is_credited = models.BooleanField(
        _("credited"),
        default=False,
        help_text=_("Credited for equivalent training, not read here."),
    )
    block = models.CharField(
        _("place"),
        max_length=64,
        blank=True,
        help_text=_("ID of the last block seen."),
    )
    notes = models.JSONField(
        default=dict, help_text=_("Answers to self-checks and the path of a scenario.")
    )

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "unit"], name="progress_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.unit.slug}"
