"""Translations submitted for publication."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.unit import Unit


class SubmittedTranslationQuerySet(models.QuerySet["SubmittedTranslation"]):
    """Submitted translations."""

    def waiting(self) -> Self:
        """Keep those that have neither been published nor returned."""
        return self.filter(settled_at=None)

    def settle(self, language: str, **naming: Any) -> None:
        """Record that ``language`` of the unit or guideline in ``naming`` was published."""
        waiting = self.waiting().filter(language=language, **naming)
        waiting.update(settled_at=timezone.now())


class SubmittedTranslation(models.Model):
    """A translated draft, submitted to be read and published.

    It is of a unit, or of the guideline whose code is ``subject``. ``reference``
    identifies the draft, as in ``UnitText``. ``settled_at`` is when the language was
    next published, or when the draft was returned.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="translations", null=True
    )
    subject = models.CharField(_("code of the guideline"), max_length=32, blank=True)
    language = models.CharField(_("language"), max_length=2)
    reference = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects = SubmittedTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("submitted translation")
        verbose_name_plural = _("submitted translations")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "language"],
                condition=Q(settled_at=None),
                name="one_translation_waits",
            ),
            models.UniqueConstraint(
                fields=["subject", "language"],
                condition=Q(settled_at=None) & ~Q(subject=""),
                name="one_translation_of_a_guideline_waits",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, subject="")
                | (Q(unit__isnull=True) & ~Q(subject="")),
                name="translation_of_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.subject}, {self.language}"
