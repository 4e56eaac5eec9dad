"""Records that answers of an attempt were removed: when, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.attempt import Attempt
from elearning.audit.models import AppendOnly


class RemovalGround(models.TextChoices):
    """The reason for removing answers, which also decides which ones."""

    TERM = "term", _("All answers, at the end of their retention period (R18)")
    REQUEST = "request", _("Answers in the person's own words, at their request")


class AnswersRemoved(AppendOnly):
    """Answers of one attempt were removed; marks, result and certificate stay.

    At the end of the ``TERM`` all of them are removed: choices, words, earlier
    versions, the order of the parts, markers' comments. On ``REQUEST`` only words are,
    the learner's and those about them: the fact of an answer and its mark stay.
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
