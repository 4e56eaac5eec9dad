"""The proposed outline: what the next edition of a course would list."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.edition import Edition
from courses.models.unit import Unit
from elearning.audit.models import AppendOnly


class ProposedEntry(models.Model):
    """One unit at its place in the next edition; its newest version is meant.

    Rewritten after every publication, so it keeps no history: editions do.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="proposed_entries")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="children"
    )

    class Meta:
        verbose_name = _("proposed entry")
        verbose_name_plural = _("proposed entries")
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "unit"], name="proposal_lists_a_unit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course.code}: {self.unit.slug}"


class CourseFactsChange(AppendOnly):
    """Somebody wrote what is said of a course itself: code, titles, hours, validity, outcomes."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="facts_changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change of the facts of a course")
        verbose_name_plural = _("changes of the facts of courses")

    def __str__(self) -> str:
        return f"{self.course.code}: {self.at:%Y-%m-%d %H:%M}"


class OutlineChange(AppendOnly):
    """Somebody changed what the next edition would list, or its order.

    ``edition`` was the current one then. Whoever did it counts as an author of what goes
    and what moves in the next one; the platform where it is nobody.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="outline_changes")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change of an outline")
        verbose_name_plural = _("changes of outlines")

    def __str__(self) -> str:
        return f"{self.course.code}: {self.at:%Y-%m-%d %H:%M}"
