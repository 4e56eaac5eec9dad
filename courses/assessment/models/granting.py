"""What a learner did or was granted beyond the rules of a paper; only ever added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from courses.models import Unit
from elearning.audit.models import AppendOnly


class Rereading(AppendOnly):
    """A lesson read to its end again after an attempt that was not passed.

    The button that says so stands at the end of the lesson, so whoever pressed it has
    opened the lesson again; nothing else about her reading is kept.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="rereadings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read again"))

    class Meta:
        verbose_name = _("lesson read again")
        verbose_name_plural = _("lessons read again")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "unit"], name="rereading_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.unit.slug}"


class FurtherAttempt(AppendOnly):
    """One attempt more, after a trainer has spoken with the learner (curriculum A.6).

    It follows one attempt, the last there was: each conversation gives one.
    """

    after = models.OneToOneField(Attempt, models.PROTECT, related_name="further")
    spoken_on = models.DateField(_("day of the conversation"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("further attempt")
        verbose_name_plural = _("further attempts")

    def __str__(self) -> str:
        return f"{self.after} + 1"
