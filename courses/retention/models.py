"""Facts about what is kept: what went, what may not go yet, and what people asked for."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Attempt
from courses.retention.errors import RetentionError
from elearning.audit.models import AppendOnly
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class RetentionRun(AppendOnly):
    """What went at one time by one rule; nobody is named.

    ``before`` is the moment up to which it was looked for. ``number`` counts what the rule
    is about, ``details`` the rows that went with it, by what they were.
    """

    rule = models.CharField(_("rule"), max_length=16)
    before = models.DateTimeField(_("from before"))
    at = models.DateTimeField(_("when"))
    number = models.PositiveIntegerField(_("how many"))
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("removal after the time of keeping")
        verbose_name_plural = _("removals after the time of keeping")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.number}"


class LearnerFactQuerySet[M: models.Model](models.QuerySet[M]):
    """Facts about one ``learner`` each, for the personnel office of her remit."""

    def visible_to(self, user: "User") -> Self:
        """Keep those about people of the user's remit, never about herself."""
        people = StaffMember.objects.in_remit_of(user).exclude(user=user)
        return self.filter(learner__in=people.values("pk"))


class RetentionHoldQuerySet(LearnerFactQuerySet["RetentionHold"]):
    """Holds, by whether they are in force."""

    def in_force(self, on: date) -> Self:
        """Keep those that nobody has lifted and whose last day has not passed."""
        return self.filter(Q(until=None) | Q(until__gte=on), lift=None)


class RetentionHold(AppendOnly):
    """Nothing about a person, or of one attempt of theirs, goes: until a day, or until lifted."""

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
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="retention_hold_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.at:%Y-%m-%d}"


class HoldLift(AppendOnly):
    """A second person lifted a hold, and why."""

    hold = models.OneToOneField(RetentionHold, models.PROTECT, related_name="lift")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("hold on records lifted")
        verbose_name_plural = _("holds on records lifted")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_lift_says_why")
        ]

    def __str__(self) -> str:
        return str(self.hold)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it; one by whoever placed the hold is refused here as well."""
        if self.by_id == self.hold.by_id:
            raise RetentionError(
                gettext("You placed this hold, so a second person lifts it.")
            )
        super().save(*args, **kwargs)


class PrivacyRequestQuerySet(LearnerFactQuerySet["PrivacyRequest"]):
    """Requests, by what they ask for and how far they are."""

    def erasures(self) -> Self:
        return self.filter(kind=PrivacyRequest.Kind.ERASURE)

    def undecided(self) -> Self:
        """Keep the requests for erasure that nobody has decided yet."""
        return self.erasures().filter(decision=None)

    def granted(self) -> Self:
        """Keep those that were granted and are still to be carried out."""
        return self.erasures().filter(decision__is_granted=True, erasure=None)

    def open(self) -> Self:
        """Keep those that wait for a decision, or for what it brings."""
        return self.erasures().filter(
            Q(decision=None) | Q(decision__is_granted=True, erasure=None)
        )


class PrivacyRequest(AppendOnly):
    """What a person asked for of what is kept about her, why, and when.

    A copy is theirs at once; an erasure is decided by the personnel office.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        EXPORT = "export", _("A copy of everything")
        ERASURE = "erasure", _("Erasure")

    class State(models.TextChoices):
        """How far a request is."""

        ASKED = "asked", pgettext_lazy("request", "Waiting for a decision")
        GRANTED = "granted", pgettext_lazy("request", "Granted, to be carried out")
        REFUSED = "refused", pgettext_lazy("request", "Not granted")
        DONE = "done", pgettext_lazy("request", "Carried out")

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
        """Whether nobody has decided about it yet."""
        return self.state == self.State.ASKED


class PrivacyDecision(AppendOnly):
    """The personnel office granted an erasure, or did not, and why."""

    request = models.OneToOneField(
        PrivacyRequest, models.PROTECT, related_name="decision"
    )
    is_granted = models.BooleanField(_("granted"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision about a privacy request")
        verbose_name_plural = _("decisions about privacy requests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="privacy_decision_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.is_granted}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it; nobody decides about what she asked for herself."""
        if self.by_id == self.request.learner.user_id:
            raise RetentionError(
                gettext("This is your own request, so somebody else decides.")
            )
        super().save(*args, **kwargs)


class Erasure(AppendOnly):
    """A granted request was carried out; ``gone`` counts what went, ``left`` what stayed.

    Once for each request, so that nothing is erased twice.
    """

    request = models.OneToOneField(
        PrivacyRequest, models.PROTECT, related_name="erasure"
    )
    gone = models.JSONField(_("what went"))
    left = models.PositiveIntegerField(_("attempts left alone"), default=0)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.request)
