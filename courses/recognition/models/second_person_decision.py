"""Proposals by one person and decisions by another."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.recognition.errors import RecognitionError
from elearning.audit.models import AppendOnly
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class LearnerProposalQuerySet[M: models.Model](models.QuerySet[M]):
    """Proposals about one ``learner`` each, by who may read and decide them."""

    def waiting(self) -> Self:
        """Keep undecided ones."""
        return self.filter(decision=None)

    def visible_to(self, user: "User") -> Self:
        """Keep those about people in the user’s remit, but never about the user."""
        people = StaffMember.objects.in_remit_of(user).exclude(user=user)
        return self.filter(learner__in=people.values("pk"))


class SecondPersonDecision(AppendOnly):
    """A second person’s decision to confirm or decline a proposal, with the reason."""

    is_confirmed = models.BooleanField(_("confirmed"))
    note = models.TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    #: The name of the field for the proposal.
    about = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""), name="%(app_label)s_%(class)s_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{getattr(self, self.about)}: {self.is_confirmed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the decision, unless it is by the proposer."""
        if self.by_id == getattr(self, self.about).proposed_by_id:
            raise RecognitionError(
                gettext("You entered this yourself, so a second person decides.")
            )
        super().save(*args, **kwargs)
