"""A learner's progress in practising: private, and not a result."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.question_version import QuestionVersion
from courses.models import Enrolment
from elearning.accounts.models import User


class PracticeAnswerQuerySet(models.QuerySet["PracticeAnswer"]):
    """Practice answers, by learner."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own: nobody else sees how somebody practises."""
        return self.filter(enrolment__learner__user=user)

    def of(self, person: str) -> Self:
        """Keep those of the member of staff with key ``person``; none for no key."""
        return self.filter(enrolment__learner__key=person) if person else self.none()


class PracticeAnswer(models.Model):
    """The last answer to a practice question; the next one replaces it."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="practice_answers"
    )
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    given = models.JSONField(_("answer"))
    is_right = models.BooleanField(_("right"))
    answered_at = models.DateTimeField(_("answered"))

    objects = PracticeAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice answer")
        verbose_name_plural = _("practice answers")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "question"], name="practice_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.question}"
