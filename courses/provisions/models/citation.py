"""Who rests on which clause: the index of citations, written when a text is published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import UnitVersion
from courses.provisions.models.clause import Clause
from courses.provisions.models.document import DocumentVersion
from elearning.audit.models import AppendOnly


class Citation(AppendOnly):
    """A version of a unit or of a document cites a clause, in any of its languages.

    ``place`` is the id of the block that cites, or the number of the citing clause; it is
    empty where the whole text rests on the clause.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="citations")
    unit_version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="citations", null=True
    )
    document_version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="citations", null=True
    )
    place = models.CharField(_("place in the text"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_version__isnull=True)
                ^ Q(document_version__isnull=True),
                name="citation_in_one_text",
            ),
            models.UniqueConstraint(
                fields=["clause", "unit_version", "place"], name="citation_in_unit_once"
            ),
            models.UniqueConstraint(
                fields=["clause", "document_version", "place"],
                name="citation_in_document_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.place}".strip()
