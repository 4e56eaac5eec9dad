"""Imports of confirmed packages, and their outcomes."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Course

if TYPE_CHECKING:
    from elearning.accounts.models import User


class CourseImportQuerySet(models.QuerySet["CourseImport"]):
    """Imports by owner and state."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own: others see an import once it is a course."""
        return self.filter(by=user)

    def open(self) -> Self:
        """Keep those that wait for the worker or are under way."""
        return self.filter(ended_at=None)


class CourseImport(models.Model):
    """A course package that the worker turns into a course.

    ``token`` names the uploaded file. ``started_at`` is the worker’s last start,
    ``starts`` the number of starts: an import that was killed starts again, since
    nothing is stored before the course is complete.
    """

    class Outcome(models.TextChoices):
        """The outcome of an import."""

        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Called off")

    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64)
    code = models.CharField(_("course"), max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("confirmed"))
    started_at = models.DateTimeField(_("started"), null=True)
    starts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(_("finished"), null=True)
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome, blank=True, default=""
    )
    reason = models.TextField(_("reason"), blank=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", null=True)

    objects = CourseImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a course")
        verbose_name_plural = _("imports of courses")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "sha256"],
                condition=models.Q(ended_at=None),
                name="package_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.name})"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
