"""Changes of clauses: claimed before a release, stored with it, and confirmed after it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import UnitVersion
from courses.provisions.models.clause import Clause
from courses.provisions.models.document import DocumentEdition
from elearning.audit.models import AppendOnly


class ClauseWeighting(AppendOnly):
    """A statement of the weight of a clause’s change."""

    weight = models.CharField(
        _("type of change"), max_length=16, choices=UnitVersion.Change
    )
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        abstract = True

    @property
    def is_substantive(self) -> bool:
        return self.weight == UnitVersion.Change.SUBSTANTIVE


def build_reason_constraint(name: str) -> models.CheckConstraint:
    """Return a constraint that a substantive change has a reason."""
    told = Q(weight=UnitVersion.Change.EDITORIAL) | ~Q(reason="")
    return models.CheckConstraint(condition=told, name=name)


class ClauseClaim(ClauseWeighting):
    """A weight claimed for a change before the release; the newest claim counts.

    ``digest`` is the hash of the clause before and after the change, in all languages,
    so that a claim holds until the clause is edited again.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="claims")
    digest = models.CharField(_("hash of the change"), max_length=64, db_index=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("claim about a changed clause")
        verbose_name_plural = _("claims about changed clauses")
        constraints = [build_reason_constraint("clause_claim_says_why")]

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.weight}"


class ClauseChangeQuerySet(models.QuerySet["ClauseChange"]):
    """Changes of clauses, by weight."""

    def substantive(self) -> Self:
        return self.filter(weight=UnitVersion.Change.SUBSTANTIVE)


class ClauseChange(ClauseWeighting):
    """A clause that an edition changes."""

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("change of a clause", "New")
        CHANGED = "changed", pgettext_lazy("change of a clause", "Changed")
        REMOVED = "removed", pgettext_lazy("change of a clause", "Removed")

    edition = models.ForeignKey(DocumentEdition, models.PROTECT, related_name="changes")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)

    objects = ClauseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a clause")
        verbose_name_plural = _("changes of clauses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "clause"], name="clause_change_once"
            ),
            build_reason_constraint("clause_change_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.clause}, {self.edition_id}"


class Reaffirmed(AppendOnly):
    """A confirmation that a version is still right after a change of a clause it cites.

    ``place`` is the id of the confirmed block; empty for the whole text.
    """

    unit_version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="reaffirmed"
    )
    change = models.ForeignKey(ClauseChange, models.PROTECT, related_name="reaffirmed")
    place = models.CharField(_("place in the text"), max_length=64, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("still right under the new text")
        verbose_name_plural = _("still right under the new text")
        constraints = [
            models.UniqueConstraint(
                fields=["unit_version", "change", "place"], name="reaffirmed_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reaffirmed_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_version_id}: {self.change_id}"
