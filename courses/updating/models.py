"""What a changed guideline asks of those whose certificates rest on it, and what they did.

Facts only: how a certificate stands is computed from them (``standing``).
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt
from courses.models import Course, Edition
from courses.provisions.models import DocumentEdition
from elearning.audit.models import AppendOnly
from elearning.languages import CODES, OWN_NAMES
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class UpdateDemand(AppendOnly):
    """An edition of a course rests on clauses that an edition of a guideline changed.

    One row speaks for everybody who passed by that edition of the course, or will.
    ``minutes`` are those of the task: the changed clauses and the questions.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="updates")
    cause = models.ForeignKey(DocumentEdition, models.PROTECT, related_name="updates")
    starts_on = models.DateField(_("changed on"))
    due_on = models.DateField(_("update due by"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("update of certificates")
        verbose_name_plural = _("updates of certificates")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "cause"], name="update_demanded_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="update_due_after_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.cause_id}"


class UpdateAttempt(AppendOnly):
    """Which change a test is about; one test may be about several."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="updates")
    cause = models.ForeignKey(DocumentEdition, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change that a test is about")
        verbose_name_plural = _("changes that a test is about")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "cause"], name="update_attempt_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.cause_id}"


class UpdateDoneQuerySet(models.QuerySet["UpdateDone"]):
    """Updates done, by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep her own, and those inside the user's remit."""
        return self.filter(
            Q(learner__user=user)
            | Q(learner__in=StaffMember.objects.in_remit_of(user).values("pk"))
        )


class UpdateDone(AppendOnly):
    """Somebody knows what an edition of a guideline changed for a course that she passed.

    By an ``attempt`` that was passed; without one where nothing could be asked, and she
    confirmed that she has read the changes.
    """

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="updates")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    cause = models.ForeignKey(DocumentEdition, models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="+", null=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[(code, OWN_NAMES[code]) for code in CODES]
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.course_id}, {self.cause_id}"
