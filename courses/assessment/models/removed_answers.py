"""That answers of an attempt are kept no longer: since when, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from elearning.audit.models import AppendOnly


class RemovalGround(models.TextChoices):
    """Why answers went, and so which."""

    TERM = "term", _("All answers, at the end of their retention period (R18)")
    REQUEST = "request", _("Answers in the person's own words, at their request")


class AnswersRemoved(AppendOnly):
    """Answers of one attempt went; its marks, result and certificate are as they were.

    After the ``TERM`` all of them are gone: choices, words, earlier versions, the order of
    the parts, comments of markers. On ``REQUEST`` only words are, the learner's and those
    about them: that there was an answer stays, and what it was worth.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="removals")
    ground = models.CharField(_("why"), max_length=8, choices=RemovalGround)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("removal of answers")
        verbose_name_plural = _("removals of answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "ground"], name="answers_removed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.ground}"
