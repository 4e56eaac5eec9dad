"""Statements as received, and the data of their attachments."""

import json
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.lrs import statement_keys
from elearning.lrs.models.named_rows import Verb


class Statement(models.Model):
    """One statement; ``payload`` is its text as returned to readers.

    The id contains the time of storing (see ``statement_keys``), so that ids are in the
    order of storing. ``digest`` is equal for equivalent statements.
    """

    id = models.BigIntegerField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    verb = models.ForeignKey(Verb, models.PROTECT, related_name="+", db_index=False)
    registration = models.UUIDField(null=True)
    voided = models.BooleanField(_("voided"), default=False)
    digest = models.CharField(max_length=64)
    payload = models.TextField()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["verb", "id"], name="lrs_statement_verb"),
            models.Index(
                fields=["registration", "id"],
                condition=Q(registration__isnull=False),
                name="lrs_statement_registration",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.payload)
        return content

    @property
    def stored_at(self) -> datetime:
        return statement_keys.decode_moment(self.pk)


class Attachment(models.Model):
    """The data of an attachment by SHA-2; stored once, never changed.

    They are in the database instead of files: they are stored or deleted together with
    their statement, one backup has both, and every web process sees them. The body
    limit bounds their size. Each statement states their content type itself.
    """

    sha2 = models.CharField(primary_key=True, max_length=128)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha2


class StatementAttachment(models.Model):
    """A link between a statement and its attachment data; both have the same readers."""

    pk = models.CompositePrimaryKey("statement", "attachment")
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="+", db_index=False
    )
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.statement_id} {self.attachment_id}"
