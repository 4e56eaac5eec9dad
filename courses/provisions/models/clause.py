"""Clauses: numbered places that texts cite."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.provisions.models.document import Document, DocumentEdition
from elearning.audit.models import AppendOnly


class Clause(models.Model):
    """One numbered clause of a document, the same in every edition and language."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses")
    key = models.UUIDField(_("key"), unique=True)
    number = models.CharField(_("number"), max_length=32)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="clause_number")
        ]

    def __str__(self) -> str:
        return f"{self.document.code} {self.number}"

    @property
    def anchor(self) -> str:
        return format_clause_anchor(self.document.kind, self.number)


class ClauseText(AppendOnly):
    """The text of a clause in one edition and one language."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="texts")
    edition = models.ForeignKey(DocumentEdition, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=2)
    label = models.CharField(_("designation"), max_length=255, blank=True)
    title = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text of a clause")
        verbose_name_plural = _("texts of a clause")
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "edition", "language"], name="clause_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause}, {self.language}"


def format_clause_anchor(kind: str, number: str) -> str:
    """Return the anchor of a clause on its document's page: ``p-43``, ``c-1-1``."""
    prefix = "p" if kind == Document.Kind.INSTRUMENT else "c"
    return f"{prefix}-{re.sub(r'[^0-9A-Za-z]+', '-', number).strip('-').lower()}"
