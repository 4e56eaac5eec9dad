"""The proposed outline: what the next edition of a course would list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.unit import Unit


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
