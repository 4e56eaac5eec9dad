"""Facts around a release: exceptions with a last day, planned moments, weights let pass."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.models.edition import Edition
from courses.models.unit import Unit, UnitVersion
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly

if TYPE_CHECKING:
    from elearning.accounts.models import User


class LanguageExceptionQuerySet(models.QuerySet["LanguageException"]):
    """Exceptions from the rule of two languages, by what was said of them and when."""

    def visible_to(self, user: "User") -> Self:
        """Keep all for a reviewer, and for anybody else those of her courses."""
        if user.has_role(Role.SAFEGUARD_REVIEWER):
            return self
        return self.filter(course__in=Course.objects.in_remit_of(user))

    def in_force(self, on: date) -> Self:
        """Keep those that a second person signed and whose last day is not before ``on``."""
        return self.filter(word__is_signed=True, until__gte=on)

    def waiting(self, on: date) -> Self:
        """Keep those that nobody has decided and that would still be of use."""
        return self.filter(word=None, until__gte=on)


class LanguageException(AppendOnly):
    """Kazakh and Russian of these units may differ at a release, until a day and no longer.

    It counts once somebody else has signed it, and falls by itself.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="language_exceptions"
    )
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("parts"))
    reason = models.TextField(_("reason"), max_length=500)
    until = models.DateField(_("last day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("asked for"))

    objects = LanguageExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language exception")
        verbose_name_plural = _("language exceptions")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.course.code}: {self.until:%Y-%m-%d}"

    def state(self, on: date) -> str:
        """Return how it stands on a day: waiting, signed, declined or fallen."""
        word = getattr(self, "word", None)
        if word is not None and not word.is_signed:
            return "declined"
        if self.until < on:
            return "fallen"
        return "signed" if word is not None else "waiting"


class LanguageExceptionWord(AppendOnly):
    """What the second person said of an exception."""

    exception = models.OneToOneField(
        LanguageException, models.PROTECT, related_name="word"
    )
    is_signed = models.BooleanField(_("signed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("word on a language exception")
        verbose_name_plural = _("words on language exceptions")

    def __str__(self) -> str:
        return f"{self.exception}: {self.is_signed}"


class PlannedRelease(AppendOnly):
    """A proposal, approved as ``digest`` names it, to be released at a moment."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="planned_releases")
    digest = models.CharField(_("content hash"), max_length=64)
    due = models.DateTimeField(_("moment of the release"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("planned"))

    class Meta:
        verbose_name = _("planned release")
        verbose_name_plural = _("planned releases")

    def __str__(self) -> str:
        return f"{self.course.code}, {self.due:%Y-%m-%d %H:%M}"


class PlannedReleaseEnd(AppendOnly):
    """What came of a planned release: an edition, a refusal, or somebody called it off."""

    class Outcome(models.TextChoices):
        """What came of it."""

        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Called off")

    plan = models.OneToOneField(PlannedRelease, models.PROTECT, related_name="end")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", null=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("ended"))

    class Meta:
        verbose_name = _("end of a planned release")
        verbose_name_plural = _("ends of planned releases")

    def __str__(self) -> str:
        return f"{self.plan}: {self.outcome}"


class WeightAllowed(AppendOnly):
    """Somebody who releases let a page pass that weighs more than its budget, and why."""

    version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="weights_allowed"
    )
    reason = models.TextField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("allowed"))

    class Meta:
        verbose_name = _("weight let pass")
        verbose_name_plural = _("weights let pass")

    def __str__(self) -> str:
        return str(self.version)
