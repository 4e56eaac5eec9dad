"""Name changes that need confirmation by a second officer."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.audit.reasons import build_reason_check
from elearning.decisions import Decision, Proposal, ProposalQuerySet
from elearning.staff.errors import StaffError
from elearning.staff.events import NameChangeDecided
from elearning.staff.models.person import StaffMember
from elearning.staff.spelling import is_spelled_alike

if TYPE_CHECKING:
    from elearning.accounts.models import User


class NameChangeQuerySet(ProposalQuerySet["NameChange"]):
    """Name changes by state and by who may see and decide them."""

    def visible_to(self, user: "User") -> Self:
        """Keep changes of people in the remit of a personnel officer."""
        people = StaffMember.objects.in_remit_of(user)
        return self.filter(person__in=people.values("pk"))

    def decidable_by(self, user: "User") -> Self:
        """Keep waiting changes that are not the user’s own proposal, list or name."""
        others = self.visible_to(user).waiting()
        for mine in ("made_by", "brought_by", "person__user"):
            others = others.filter(Q(**{mine: None}) | ~Q(**{mine: user}))
        return others


class NameChange(Proposal):
    """A proposed name of a person with valid certificates or passes.

    ``made_by`` entered it, or confirmed the list with it (empty: the platform did);
    ``brought_by`` uploaded that list. ``former_name`` is the whole name at that time.
    """

    relations = ("person",)
    own_words = _(
        "You proposed this, or it is your own name. Another officer must decide."
    )

    person = models.ForeignKey(StaffMember, models.PROTECT, related_name="name_changes")
    former_name = models.CharField(_("former name"), max_length=302)
    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(_("proposed"))

    objects = NameChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("name change")
        verbose_name_plural = _("name changes")
        ordering = ["-made_at", "-pk"]
        constraints = [build_reason_check("name_change_says_why")]

    def __str__(self) -> str:
        return f"{self.person}: {self.made_at:%Y-%m-%d}"

    @property
    def name(self) -> tuple[str, str, str]:
        """Family name, given name and patronymic."""
        return self.family_name, self.given_name, self.patronymic

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, self.name))

    @property
    def is_declined(self) -> bool:
        """Whether a second officer has declined it."""
        declined = NameChangeDecision.Outcome.DECLINED
        return hasattr(self, "decision") and self.decision.outcome == declined

    @property
    def is_of_a_list(self) -> bool:
        """Whether it comes from a staff list, so that more than one person may be involved."""
        return self.made_by_id is None or self.brought_by_id is not None

    @property
    def is_of_nobody(self) -> bool:
        """Whether it comes from the folder of lists, and no officer has seen it."""
        return self.made_by_id is None and self.brought_by_id is None

    @property
    def is_stale(self) -> bool:
        """Whether the person’s name has changed since the proposal.

        Another spelling is the same name: one officer alone corrects it.
        """
        return not is_spelled_alike(self.former_name, self.person.full_name)

    def is_of(self, user: "User") -> bool:
        """Tell whether ``user`` was involved in it, or is the person."""
        return self.is_proposal_of(user) or user.pk == self.person.user_id

    def is_proposal_of(self, user: "User") -> bool:
        """Tell whether ``user`` entered it, or uploaded or confirmed the list with it."""
        return user.pk in (self.made_by_id, self.brought_by_id)

    def may_be_withdrawn_by(self, user: "User") -> bool:
        """Tell whether ``user`` proposed it for somebody else."""
        return self.is_proposal_of(user) and user.pk != self.person.user_id


class NameChangeDecision(Decision):
    """The decision on a proposed name, with its reason.

    A second officer confirmed or declined it, the proposer withdrew it, or an officer
    took it up: their own proposal of the same name then waits instead.
    """

    class Outcome(models.TextChoices):
        """The outcome of a proposed name."""

        CONFIRMED = "confirmed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        TAKEN_UP = "taken_up"

    about = "change"
    action = "staff.name_change_"
    refusal = StaffError

    change = models.OneToOneField(NameChange, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("decision"), max_length=9, choices=Outcome)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about a name change")
        verbose_name_plural = _("decisions about name changes")
        constraints = [build_reason_check("name_decision_says_why")]

    @property
    def verdict(self) -> str:
        return self.outcome

    @property
    def takes_another(self) -> bool:
        return self.outcome in {self.Outcome.CONFIRMED, self.Outcome.DECLINED}

    @property
    def is_confirmed(self) -> bool:
        """Whether the name was confirmed."""
        return self.outcome == self.Outcome.CONFIRMED

    def announce(self) -> None:
        """Tell the apps above."""
        NameChangeDecided(self).send()
