"""Updates of certificates that changes require, and their completion.

Only facts: the status of a certificate is computed from them (``update_status``).
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt
from courses.models import Course, Edition
from courses.provisions.models import DocumentEdition
from elearning.audit.models import AppendOnly
from elearning.languages import list_language_choices
from elearning.staff.models import LearnerRecordQuerySet, StaffMember


class ChangeRecord(AppendOnly):
    """A row about one change: of a guideline (``cause``), or of the course itself.

    ``newer`` is the edition of the course that was released as a material change.
    """

    cause = models.ForeignKey(
        DocumentEdition, models.PROTECT, related_name="+", null=True
    )
    newer = models.ForeignKey(Edition, models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True

    @property
    def mark(self) -> str:
        """A key that identifies the change."""
        return format_change_mark(self.cause_id, self.newer_id)

    @property
    def change(self) -> dict[str, int | None]:
        """The fields of the change, for another row about it."""
        return {"cause_id": self.cause_id, "newer_id": self.newer_id}


def format_change_mark(cause: int | None, newer: int | None) -> str:
    """Return the key of a change, from the id of either kind."""
    return f"e{newer}" if newer else str(cause)


def build_one_change_constraint(name: str) -> models.CheckConstraint:
    """Return a constraint that a row is about exactly one change."""
    return models.CheckConstraint(
        condition=Q(cause__isnull=True) ^ Q(newer__isnull=True), name=name
    )


class UpdateDemandQuerySet(models.QuerySet["UpdateDemand"]):
    """Demands, by the change that makes them."""

    def about(self, demand: "UpdateDemand") -> Self:
        return self.filter(**demand.change)


class UpdateDemand(ChangeRecord):
    """An update required for certificates of one edition of a course.

    The edition rests on clauses that an edition of a guideline changed, or a newer
    edition of the course was released as a material change. One row applies to
    everybody who passed or will pass in the older edition. ``minutes`` are for reading
    and questions.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="updates")
    starts_on = models.DateField(_("changed on"))
    due_on = models.DateField(_("update due by"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects = UpdateDemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("update of certificates")
        verbose_name_plural = _("updates of certificates")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "cause"], name="update_demanded_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "newer"], name="update_by_edition_demanded_once"
            ),
            build_one_change_constraint("update_demanded_by_one_change"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="update_due_after_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.mark}"


class UpdateAttempt(ChangeRecord):
    """A change that a test is about; one test may be about several."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="updates")

    class Meta:
        verbose_name = _("change that a test is about")
        verbose_name_plural = _("changes that a test is about")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "cause"], name="update_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "newer"], name="update_attempt_by_edition_once"
            ),
            build_one_change_constraint("update_attempt_about_one_change"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.mark}"


class UpdateDoneQuerySet(LearnerRecordQuerySet["UpdateDone"]):
    """Completed updates, by who may see them."""


class UpdateDone(ChangeRecord):
    """A completed update: the learner knows a change for a course that they passed.

    It was completed by passing ``attempt`` or, if there were no questions, by
    confirming that the changes were read.
    """

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="updates")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="+", null=True)
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    done_on = models.DateField(_("updated on"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = UpdateDoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("update of a certificate")
        verbose_name_plural = _("updates of a certificate")
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "cause"], name="updated_once"
            ),
            models.UniqueConstraint(
                fields=["learner", "course", "newer"], name="updated_by_edition_once"
            ),
            build_one_change_constraint("updated_after_one_change"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.course_id}, {self.mark}"
