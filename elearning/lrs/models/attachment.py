"""The data of attachments."""

from django.db import models

from elearning.lrs.models.statement import Statement


class Attachment(models.Model):
    """Bytes that came with statements, under their SHA-2; kept once, never changed.

    They lie in the database, not in files: they are kept or lost together with their
    statement, one backup has both, and every web process sees them. The body limit
    bounds their size. What type they are says each statement for itself.
    """

    sha2 = models.CharField(primary_key=True, max_length=128)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha2


class StatementAttachment(models.Model):
    """Data that came with a statement: whoever may read the one may read the other."""

    pk = models.CompositePrimaryKey("statement", "attachment")
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="+", db_index=False
    )
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.statement_id} {self.attachment_id}"
