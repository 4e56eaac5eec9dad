"""Retention records: removals, holds, and privacy requests."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.assessment.models import Attempt
from courses.retention.errors import RetentionError
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Decision, Proposal
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class RetentionRun(AppendOnly):
    """One removal under one rule; nobody is named.

    ``before`` is the moment up to which records had expired. ``number`` counts the
    objects of the rule, ``details`` the rows removed with them, by kind.
    """

    rule = models.CharField(_("rule"), max_length=16)
    before = models.DateTimeField(_("dated before"))
    at = models.DateTimeField(_("when"))
    number = models.PositiveIntegerField(_("how many"))
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("removal at the end of the retention period")
        verbose_name_plural = _("removals at the end of the retention period")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.number}"


class LearnerFactQuerySet[M: models.Model](models.QuerySet[M]):
    """Facts about one ``learner`` each, for the personnel office in whose remit they are."""

    def visible_to(self, user: "User") -> Self:
        """Keep facts about people in the user’s remit, except the user."""
        people = StaffMember.objects.in_remit_of(user).exclude(user=user)
        return self.filter(learner__in=people.values("pk"))


class RetentionHoldQuerySet(LearnerFactQuerySet["RetentionHold"]):
    """Holds by whether they are in force."""

    def in_force(self, on: date) -> Self:
        """Keep holds that are not lifted and whose last day has not passed."""
        return self.filter(Q(until=None) | Q(until__gte=on), lift=None)


class RetentionHold(Proposal):
    """A stop on removing a person’s records, or an attempt’s, until a day or until lifted."""

    proposer = "by"
    ending = "lift"
    own_words = _("You placed this hold, so a second person lifts it.")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="retention_holds"
    )
    attempt = models.ForeignKey(
        Attempt, models.PROTECT, related_name="holds", null=True, blank=True
    )
    reason = models.TextField(_("reason"))
    until = models.DateField(_("last day"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = RetentionHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold on records")
        verbose_name_plural = _("holds on records")
        ordering = ["-pk"]
        constraints = [build_reason_check("retention_hold_says_why")]

    def __str__(self) -> str:
        return f"{self.learner}: {self.at:%Y-%m-%d}"


class HoldLift(Decision):
    """The lifting of a hold by a second person, with the reason."""

    about = "hold"
    action = "retention.hold_"
    verdict = "lifted"
    refusal = RetentionError

    hold = models.OneToOneField(RetentionHold, models.PROTECT, related_name="lift")
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("hold on records lifted")
        verbose_name_plural = _("holds on records lifted")
        constraints = [build_reason_check("hold_lift_says_why")]


class PrivacyRequestQuerySet(LearnerFactQuerySet["PrivacyRequest"]):
    """Requests by kind and state."""

    def erasures(self) -> Self:
        return self.filter(kind=PrivacyRequest.Kind.ERASURE)

    def undecided(self) -> Self:
        return self.erasures().filter(decision=None)

    def granted(self) -> Self:
        """Keep granted requests that are still to be carried out."""
        return self.erasures().filter(decision__is_granted=True, erasure=None)

    def open(self) -> Self:
        """Keep requests that wait for a decision or for its execution."""
        return self.erasures().filter(
            Q(decision=None) | Q(decision__is_granted=True, erasure=None)
        )


class PrivacyRequest(Proposal):
    """A person’s request about their own data, with reason and moment.

    A copy is theirs at once; the personnel office decides about an erasure.
    """

    class Kind(models.TextChoices):
        """The kind of request."""

        EXPORT = "export", _("A copy of everything")
        ERASURE = "erasure", _("Erasure")

    class State(models.TextChoices):
        """The state of a request."""

        ASKED = "asked", pgettext_lazy("request", "Waiting for a decision")
        GRANTED = "granted", pgettext_lazy("request", "Granted, to be carried out")
        REFUSED = "refused", pgettext_lazy("request", "Not granted")
        DONE = "done", pgettext_lazy("request", "Carried out")

    relations = ("learner",)
    own_words = _("This is your own request, so somebody else decides.")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="privacy_requests"
    )
    kind = models.CharField(_("request"), max_length=8, choices=Kind)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("asked"))

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.learner}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("desk:privacy:request", args=[self.key])

    @property
    def state(self) -> "PrivacyRequest.State":
        if self.kind == self.Kind.EXPORT or hasattr(self, "erasure"):
            return self.State.DONE
        if not hasattr(self, "decision"):
            return self.State.ASKED
        return self.State.GRANTED if self.decision.is_granted else self.State.REFUSED

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    def is_proposal_of(self, user: "User") -> bool:
        """Tell whether ``user`` asked for it."""
        return self.learner.user_id == user.pk


class PrivacyDecision(Decision):
    """The decision of the personnel office about an erasure, with the reason."""

    about = "request"
    action = "privacy."
    refusal = RetentionError

    request = models.OneToOneField(
        PrivacyRequest, models.PROTECT, related_name="decision"
    )
    is_granted = models.BooleanField(_("granted"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about a privacy request")
        verbose_name_plural = _("decisions about privacy requests")
        constraints = [build_reason_check("privacy_decision_says_why")]

    @property
    def verdict(self) -> str:
        return "granted" if self.is_granted else "refused"


class Erasure(AppendOnly):
    """The execution of a granted request; ``gone`` counts removed data, ``left`` the rest.

    There is one for each request, so that nothing is erased twice.
    """

    request = models.OneToOneField(
        PrivacyRequest, models.PROTECT, related_name="erasure"
    )
    gone = models.JSONField(_("what was erased"))
    left = models.PositiveIntegerField(_("attempts left unchanged"), default=0)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.request)
