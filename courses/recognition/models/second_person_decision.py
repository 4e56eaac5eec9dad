"""Proposals about a learner by one person and decisions by another."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.recognition.errors import RecognitionError
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Confirmation, Proposal, ProposalQuerySet
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class LearnerProposalQuerySet[M: models.Model](ProposalQuerySet[M]):
    """Proposals about one ``learner`` each, by who may read and decide them."""

    def visible_to(self, user: "User") -> Self:
        """Keep those about people in the user’s remit, but never about the user."""
        people = StaffMember.objects.in_remit_of(user).exclude(user=user)
        return self.filter(learner__in=people.values("pk"))


class LearnerProposal(Proposal):
    """A proposal about one ``learner``."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class SecondPersonDecision(Confirmation):
    """A second person’s decision to confirm or decline a proposal, with the reason."""

    why = "note"
    refusal = RecognitionError

    note = models.TextField(_("note"))

    class Meta:
        abstract = True
        constraints = [build_reason_check("%(app_label)s_%(class)s_says_why", "note")]
