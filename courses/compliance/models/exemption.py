"""Exemptions from courses, and exceptions for people with an impossible day."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.compliance.models.requirement import Requirement
from courses.models import Course
from elearning.staff.models import BitemporalModel, LearnerRecordQuerySet, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    """Exemptions, by who may see and confirm them."""

    def visible_to(self, user: "User") -> Self:
        people = StaffMember.objects.in_remit_of(user)
        return self.filter(staff_member__in=people.values("pk"))

    def with_days(self) -> Self:
        return self.exclude(ends_on__lt=F("starts_on"))

    def by_one_officer(self, people: Collection[int]) -> Self:
        """Keep those of ``people``, ids, with days that only one officer has granted."""
        granted = self.with_days().exclude(approved_by=None)
        return granted.filter(staff_member__in=people, confirmed_by=None)

    def waiting(self, on: date) -> Self:
        """Keep those that a second officer may extend or let begin."""
        asked = self.filter(confirmed_by=None, alone_until=F("ends_on"))
        return asked.filter(Q(wanted_until=None) | Q(wanted_until__gte=on))

    def decidable_by(self, user: "User", on: date) -> Self:
        """Keep waiting ones that neither concern ``user`` nor were granted by them."""
        others = self.visible_to(user).waiting(on).exclude(approved_by=user)
        theirs = Q(staff_member__user=None) | ~Q(staff_member__user=user)
        return others.filter(theirs)


class Exemption(BitemporalModel):
    """An exemption of one person from one course, for a time and with a reason.

    It ends by itself on its last day; ``open_because`` says why it has none. One
    officer can grant it until ``alone_until`` at most: if it is to last until
    ``wanted_until``, or for good, it waits for a second one (``confirmed_by``), also
    after it has ended by itself. Once that is declined, or the exemption is ended,
    nothing waits and both are empty. The last day is before the first if it has no days
    at all: one officer may grant none, or it was ended before it began.
    """

    class Kind(models.TextChoices):
        """The ground of an exemption (curriculum R13)."""

        WAIVER = "waiver", _("Exemption from training")
        EQUIVALENCE = "equivalence", _("Equivalent training recognised")

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="exemptions"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="exemptions")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    reason = models.TextField(_("reason"))
    open_because = models.TextField(_("why it has no last day"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    granted_at = models.DateTimeField(_("granted"))
    alone_until = models.DateField(_("last day until it is confirmed"), null=True)
    wanted_until = models.DateField(_("last day once it is confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = ExemptionQuerySet.as_manager()

    class Meta(BitemporalModel.Meta):
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | ~Q(open_because=""),
                name="exemption_ends_or_says_why",
                violation_error_message=_(
                    "Enter the last day, or say why there is none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member}: {self.course.code}"

    @property
    def has_days(self) -> bool:
        """Whether it has at least one day; otherwise it is not in force."""
        return self.ends_on is None or self.starts_on <= self.ends_on

    def is_of(self, user: "User") -> bool:
        """Return whether ``user`` granted it, or is the exempt person."""
        return user.pk in (self.approved_by_id, self.staff_member.user_id)

    @property
    def is_waiting(self) -> bool:
        """Whether an extension or the beginning waits for a second officer."""
        is_asked = self.alone_until is not None and self.confirmed_by_id is None
        return is_asked and self.ends_on == self.alone_until


class RuleExceptionQuerySet(LearnerRecordQuerySet["RuleException"]):
    """Exceptions from rules, by decision."""

    def open(self) -> Self:
        return self.filter(outcome="")


class RuleException(models.Model):
    """A person for whom a rule gives an impossible day.

    Until somebody decides, nothing is assigned by the rule. A decision is made once, by
    ``resolved_by``, with a reason; ``due_on`` is the day that was set instead.
    """

    class Ground(models.TextChoices):
        AWAY = "away", _("Away on that day")
        PAST = "past", _("The day has passed already")
        NO_START = "no-start", _("The day on which they took up the post is not known")

    class Outcome(models.TextChoices):
        DATE = "date", _("Another day")
        KEEP = "keep", _("The day of the rule")
        EXEMPT = "exempt", _("Not required of this person")

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="exceptions"
    )
    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="rule_exceptions"
    )
    ground = models.CharField(_("reason"), max_length=16, choices=Ground)
    computed_on = models.DateField(_("day by the rule"), null=True)
    found_at = models.DateTimeField(_("found"))
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    resolved_at = models.DateTimeField(_("decided"), null=True)

    objects = RuleExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception to a rule")
        verbose_name_plural = _("exceptions to rules")
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "learner"], name="rule_exception_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", resolved_at=None)
                | (~Q(outcome="") & Q(resolved_at__isnull=False)),
                name="rule_exception_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {self.learner_id}"

    @property
    def is_open(self) -> bool:
        return not self.outcome
