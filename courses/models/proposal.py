"""The proposed outline of the next edition of a course."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.edition import Edition
from courses.models.unit import Unit
from elearning.audit.models import AppendOnly


class ProposedEntry(models.Model):
    """One unit at its place in the next edition, in its newest version.

    Rewritten after every publication; the history is in the editions.
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
    """An edit of the facts of a course: code, titles, hours, validity or outcomes."""

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
    """An edit of the list or order of units in the next edition.

    ``edition`` is the edition current at the time. Users who made such an edit count as
    authors of what the next edition drops or moves; ``by`` is empty for the platform.
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
