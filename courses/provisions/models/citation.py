"""The index of citations, written when a text is published."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition, EditionEntry, UnitVersion
from courses.provisions.models.clause import Clause
from courses.provisions.models.document import DocumentEdition, DocumentVersion
from elearning.audit.models import AppendOnly


class CitationQuerySet(models.QuerySet["Citation"]):
    """Citations of clauses."""

    def current(self) -> Self:
        """Keep those of texts that are read now: in the newest edition of each."""
        newer = DocumentEdition.objects.filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        units = EditionEntry.objects.filter(
            edition__in=Edition.objects.current()
        ).values("version")
        documents = DocumentEdition.objects.filter(~Exists(newer)).values("version")
        return self.filter(
            Q(unit_version__in=units) | Q(document_version__in=documents)
        )


class Citation(AppendOnly):
    """A citation of a clause by a version of a unit or document, in any language.

    ``place`` is the id of the citing block, or the number of the citing clause; it is
    empty if the whole text rests on the clause.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="citations")
    unit_version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="citations", null=True
    )
    document_version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="citations", null=True
    )
    place = models.CharField(_("place in the text"), max_length=64, blank=True)

    objects = CitationQuerySet.as_manager()

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

    @property
    def citer(self) -> str:
        """The code of the citing text, such as “C1 l1-2” or “MG-7”."""
        if self.unit_version is not None:
            return str(self.unit_version.unit)
        return self.document_version.document.code if self.document_version else ""
