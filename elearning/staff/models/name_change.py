"""Changes of names that a second officer confirms before anybody is called so."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import AppendOnly
from elearning.staff.models.person import StaffMember
from elearning.staff.spelling import is_spelled_alike

if TYPE_CHECKING:
    from elearning.accounts.models import User


class NameChangeQuerySet(models.QuerySet["NameChange"]):
    """Changes of names, by how far they are and by who may see and decide them."""

    def visible_to(self, user: "User") -> Self:
        """Keep those of the people in the remit of a personnel officer."""
        people = StaffMember.objects.in_remit_of(user)
        return self.filter(person__in=people.values("pk"))

    def waiting(self) -> Self:
        """Keep those that nobody has decided yet."""
        return self.filter(decision=None)

    def decidable_by(self, user: "User") -> Self:
        """Keep the waiting ones that are not the user's own proposal, list or name."""
        others = self.visible_to(user).waiting()
        for mine in ("made_by", "brought_by", "person__user"):
            others = others.filter(Q(**{mine: None}) | ~Q(**{mine: user}))
        return others


class NameChange(AppendOnly):
    """Another name for somebody with papers in force, as an officer or a list says.

    ``made_by`` entered it, or confirmed the list with it (empty: the platform did);
    ``brought_by`` handed that list in. ``former_name`` is the whole name at that time.
    """

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
        verbose_name = _("change of a name")
        verbose_name_plural = _("changes of names")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="name_change_says_why")
        ]

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
    def is_waiting(self) -> bool:
        """Whether nobody has decided it yet."""
        return not hasattr(self, "decision")

    @property
    def is_declined(self) -> bool:
        """Whether a second officer has declined it."""
        declined = NameChangeDecision.Outcome.DECLINED
        return hasattr(self, "decision") and self.decision.outcome == declined

    @property
    def is_of_a_list(self) -> bool:
        """Whether a staff list brought it, so that more than one person had a part in it."""
        return self.made_by_id is None or self.brought_by_id is not None

    @property
    def is_of_nobody(self) -> bool:
        """Whether it came from the folder of lists, and no officer has seen it."""
        return self.made_by_id is None and self.brought_by_id is None

    @property
    def is_stale(self) -> bool:
        """Whether the person is called otherwise than when it was proposed.

        Another spelling is the same name: one officer alone corrects it.
        """
        return not is_spelled_alike(self.former_name, self.person.full_name)

    def is_of(self, user: "User") -> bool:
        """Tell whether ``user`` had a part in it, or is the one whose name it is."""
        return self.is_proposal_of(user) or user.pk == self.person.user_id

    def is_proposal_of(self, user: "User") -> bool:
        """Tell whether ``user`` entered it, or handed in or confirmed the list with it."""
        return user.pk in (self.made_by_id, self.brought_by_id)

    def may_be_withdrawn_by(self, user: "User") -> bool:
        """Tell whether ``user`` proposed it, and it is somebody else's name."""
        return self.is_proposal_of(user) and user.pk != self.person.user_id


class NameChangeDecision(AppendOnly):
    """How a proposed name ended, by whom and why.

    A second officer confirmed or declined it, whoever proposed it took it back, or an
    officer took it up: their own proposal of the same name waits in its place.
    """

    class Outcome(models.TextChoices):
        """What became of a proposed name."""

        CONFIRMED = "confirmed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        TAKEN_UP = "taken_up"

    change = models.OneToOneField(NameChange, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("decision"), max_length=9, choices=Outcome)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision about a change of a name")
        verbose_name_plural = _("decisions about changes of names")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="name_decision_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.outcome}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the person is called so."""
        return self.outcome == self.Outcome.CONFIRMED
