"""Attachment data."""

from django.db import models

from elearning.lrs.models.statement import Statement


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
