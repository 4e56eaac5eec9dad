"""Safeguard reviews of modules and guidelines before their release."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from elearning.audit.models import AppendOnly
from elearning.languages import pick_text


class SafeguardReview(AppendOnly):
    """One review of what is new in a module of a course, or in a guideline.

    ``subject`` is the key of a unit (the module, or the front page for units outside
    modules) or the code of the guideline; ``digests`` identify exactly what was read.
    """

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        RETURNED = "returned", _("Returned to the authors")

    subject = models.CharField(_("what was reviewed"), max_length=64, db_index=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    digests = models.JSONField(_("content hashes"), default=list)
    offices = models.JSONField(_("office, in each language"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("reviewed"))

    class Meta:
        verbose_name = _("safeguard review")
        verbose_name_plural = _("safeguard reviews")

    def __str__(self) -> str:
        return f"{self.subject}: {self.outcome}"

    @property
    def office(self) -> str:
        return str(pick_text(self.offices)[0])

    @property
    def is_returned(self) -> bool:
        return self.outcome == self.Outcome.RETURNED


class SafeguardAnswer(AppendOnly):
    """The answer to one question of the checklist, with its reason."""

    class Verdict(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_APPLICABLE = "na", _("Not applicable")

    review = models.ForeignKey(SafeguardReview, models.PROTECT, related_name="answers")
    item = models.CharField(_("question"), max_length=32)
    verdict = models.CharField(_("answer"), max_length=8, choices=Verdict)
    reason = models.TextField(_("reason"))
    place = models.CharField(
        _("where"),
        max_length=160,
        blank=True,
        help_text=_("A part, or a block of it: part#block."),
    )

    class Meta:
        verbose_name = _("answer of a safeguard review")
        verbose_name_plural = _("answers of a safeguard review")
        constraints = [
            models.UniqueConstraint(
                fields=["review", "item"], name="safeguard_item_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.verdict}"


class SafeguardDraft(models.Model):
    """A checklist in progress; deleted once the review is finished."""

    subject = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("safeguard review in progress")
        verbose_name_plural = _("safeguard reviews in progress")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "by"], name="safeguard_draft_of_reviewer"
            )
        ]

    def __str__(self) -> str:
        return self.subject
