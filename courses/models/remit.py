"""Remits of trainers over courses."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.accounts.roles import Role
from elearning.staff.models import DatedModel, in_force

if TYPE_CHECKING:
    from elearning.accounts.models import User


class CourseRemitQuerySet(models.QuerySet["CourseRemit"]):
    """Remits over courses, by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep all for an administrator, and their own for anybody else."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)

    def of(self, user: "User", on: date | None = None) -> Self:
        """Keep the remits of ``user`` in force today, or ``on``."""
        return self.filter(in_force(on or timezone.localdate()), user=user)

    def bind(self, user: "User", on: date | None = None) -> bool:
        """Return whether ``user`` is limited to some courses today, or ``on``."""
        has_any = self.filter(user=user).exists()
        return has_any and not self.of(user, on).filter(course=None).exists()


class CourseRemit(DatedModel):
    """A trainer’s remit over one course, or over all, for a time.

    Trainers who never had a remit look after all courses. Others look after those of
    the remits in force only, so that the end of a remit never opens more.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="course_remits"
    )
    course = models.ForeignKey(
        "courses.Course",
        models.PROTECT,
        related_name="remits",
        null=True,
        blank=True,
        verbose_name=_("course"),
        help_text=_("If empty: all courses."),
    )

    objects = CourseRemitQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = _("remit over a course")
        verbose_name_plural = _("remits over courses")

    def __str__(self) -> str:
        return f"{self.user}, {self.course or _('All courses')}"
