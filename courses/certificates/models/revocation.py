"""Revocations of certificates: proposed by one person, decided by another (curriculum R19)."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.certificates.errors import CertificateError
from courses.certificates.models.certificate import Certificate
from courses.records.models import Withdrawal
from elearning.accounts.roles import Role
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Confirmation, Proposal, ProposalQuerySet
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


class RevocationProposalQuerySet(ProposalQuerySet["RevocationProposal"]):
    """Proposals by state and by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep proposals about people in the user’s remit, except the user.

        Administrators see all others, since they may be the second person for any of
        them.
        """
        others = self.exclude(certificate__completion__learner__user=user)
        if user.has_role(Role.ADMINISTRATOR):
            return others
        people = StaffMember.objects.in_remit_of(user).values("pk")
        return others.filter(certificate__completion__learner__in=people)


class RevocationProposal(Proposal):
    """A proposal to revoke a certificate, with its ground, authority and reason.

    It changes nothing by itself. ``authority`` is an office, not a person (curriculum
    R19).
    """

    relations = ("certificate", "proposed_by")
    own_words = _("You proposed this revocation, so a second person must decide on it.")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="revocation_proposals"
    )
    ground = models.CharField(_("ground"), max_length=8, choices=Withdrawal.Ground)
    authority = models.CharField(_("authority"), max_length=200)
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))

    objects = RevocationProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to revoke a certificate")
        verbose_name_plural = _("proposals to revoke certificates")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(authority=""),
                name="revocation_proposal_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.ground}"


class RevocationDecision(Confirmation):
    """The decision of a second person about a proposal."""

    about = "proposal"
    why = "note"
    action = "certificates.revocation_"
    refusal = CertificateError

    proposal = models.OneToOneField(
        RevocationProposal, models.PROTECT, related_name="decision"
    )
    note = models.TextField(_("note"))

    class Meta:
        verbose_name = _("decision about a revocation")
        verbose_name_plural = _("decisions about revocations")
        constraints = [build_reason_check("revocation_decision_says_why", "note")]
