"""Facts about releases: language exceptions, planned releases and waived page weights."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.errors import LanguageExceptionError
from courses.models.course import Course
from courses.models.edition import Edition
from courses.models.unit import Unit, UnitVersion
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.decisions import Decision, Proposal

if TYPE_CHECKING:
    from elearning.accounts.models import User


#: A row is about a course, or about a guideline of an app above, given by its code.
_ONE_SUBJECT = Q(course__isnull=False, subject="") | (
    Q(course__isnull=True) & ~Q(subject="")
)


def _subject_field() -> models.CharField[str, str]:
    return models.CharField(
        _("code of the guideline"), max_length=64, blank=True, db_index=True
    )


class ReleaseFact(AppendOnly):
    """A fact about a release, stated by a user or, without one, by the platform."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        abstract = True


class LanguageExceptionQuerySet(models.QuerySet["LanguageException"]):
    """Exceptions from the rule of two languages, by decision and date."""

    def visible_to(self, user: "User") -> Self:
        """Keep all for a reviewer; for a trainer, those of guidelines and their own courses."""
        if user.has_role(Role.SAFEGUARD_REVIEWER):
            return self
        theirs = Q(course__in=Course.objects.in_remit_of(user))
        if user.has_role(Role.TRAINER):
            theirs |= Q(course=None)
        return self.filter(theirs)

    def in_force(self, on: date) -> Self:
        """Keep those signed by a second person whose last day is not before ``on``."""
        return self.filter(word__is_signed=True, until__gte=on)

    def waiting(self, on: date) -> Self:
        """Keep undecided ones whose last day is not before ``on``."""
        return self.filter(word=None, until__gte=on)


class LanguageException(ReleaseFact, Proposal):
    """Permission for Kazakh and Russian to differ at releases until a given day.

    It covers some units of a course, or the guideline whose code is ``subject``. It
    takes effect once a second person has signed it, and lapses by itself.
    """

    proposer = "by"
    ending = "word"
    own_words = _("You asked for it yourself. A second person has to decide.")

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="language_exceptions", null=True
    )
    subject = _subject_field()
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("parts"))
    reason = models.TextField(_("reason"), max_length=500)
    until = models.DateField(_("last day"))
    at = models.DateTimeField(_("requested"))

    objects = LanguageExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("language exception")
        verbose_name_plural = _("language exceptions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_ONE_SUBJECT, name="exception_of_one_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.until:%Y-%m-%d}"

    @property
    def code(self) -> str:
        """The code of the course or guideline."""
        return self.course.code if self.course else self.subject

    def state(self, on: date) -> str:
        """Return the state on a day: ``waiting``, ``signed``, ``declined`` or ``fallen``."""
        word = getattr(self, "word", None)
        if word is not None and not word.is_signed:
            return "declined"
        if self.until < on:
            return "fallen"
        return "signed" if word is not None else "waiting"


class LanguageExceptionWord(Decision):
    """The second person’s decision on a language exception."""

    about = "exception"
    action = "courses.exception_"
    refusal = LanguageExceptionError

    exception = models.OneToOneField(
        LanguageException, models.PROTECT, related_name="word"
    )
    is_signed = models.BooleanField(_("signed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision about a language exception")
        verbose_name_plural = _("decisions about language exceptions")

    @property
    def verdict(self) -> str:
        return "signed" if self.is_signed else "declined"


class PlannedRelease(ReleaseFact):
    """A release of the proposal with the hash ``digest``, planned for a moment.

    It is for a course, or for the guideline whose code is ``subject``.
    """

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="planned_releases", null=True
    )
    subject = _subject_field()
    digest = models.CharField(_("content hash"), max_length=64)
    due = models.DateTimeField(_("time of the release"))
    material_reason = models.TextField(
        _("why holders of older certificates need to know about it"),
        max_length=500,
        blank=True,
    )
    at = models.DateTimeField(_("planned"))

    class Meta:
        verbose_name = _("planned release")
        verbose_name_plural = _("planned releases")
        constraints = [
            models.CheckConstraint(
                condition=_ONE_SUBJECT, name="planned_release_of_one_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.due:%Y-%m-%d %H:%M}"

    @property
    def code(self) -> str:
        """The code of the course or guideline."""
        return self.course.code if self.course else self.subject


class PlannedReleaseEnd(ReleaseFact):
    """The end of a planned release: released, refused or cancelled.

    For a guideline, ``number`` is the number of its edition.
    """

    class Outcome(models.TextChoices):
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Called off")

    plan = models.OneToOneField(PlannedRelease, models.PROTECT, related_name="end")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", null=True)
    number = models.PositiveIntegerField(_("edition"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("finished"))

    class Meta:
        verbose_name = _("end of a planned release")
        verbose_name_plural = _("ends of planned releases")

    def __str__(self) -> str:
        return f"{self.plan}: {self.outcome}"


class WeightAllowed(ReleaseFact):
    """A waiver for a page over its weight budget, given by a releaser with a reason.

    For a guideline, ``digest`` is the content hash of the version.
    """

    version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="weights_allowed", null=True
    )
    digest = models.CharField(
        _("content hash"), max_length=64, blank=True, db_index=True
    )
    reason = models.TextField(_("reason"), max_length=500)
    at = models.DateTimeField(_("allowed"))

    class Meta:
        verbose_name = _("page size exception")
        verbose_name_plural = _("page size exceptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, digest="")
                | (Q(version__isnull=True) & ~Q(digest="")),
                name="weight_of_one_version",
            )
        ]

    def __str__(self) -> str:
        return str(self.version or self.digest)
