"""The audit log: append-only entries, and the chain that proves it."""

from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.audit.entry_proofs import prove_entry, sign_values
from elearning.audit.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterable


class AppendOnly(models.Model):
    """A row that can be added and read, but not changed or deleted.

    ``elearning.audit.row_expiry`` is the only exception, for the retention rules
    (curriculum R18). A model declares what may go: ``expires`` for whole rows, and
    ``expiring_words`` for the text of columns. By default nothing may.
    """

    expires: ClassVar[bool] = False
    expiring_words: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditError(
                _("This record cannot be changed. Add a correction instead.")
            )
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditError(_("This record cannot be changed or deleted."))


class AuditEntryQuerySet(models.QuerySet["Entry"]):
    """Audit entries; each gets its proof when it is stored."""

    def bulk_create(self, objs: "Iterable[Entry]", *args: Any, **kwargs: Any) -> Any:
        """Add the proof to each entry, as ``save`` does, and store them."""
        entries = list(objs)
        for entry in entries:
            entry.proof = entry.proof or prove_entry(entry)
        return super().bulk_create(entries, *args, **kwargs)


class Entry(AppendOnly):
    """One recorded action, read or export; ``proof`` shows that the platform wrote it."""

    at = models.DateTimeField(_("when"), db_index=True)
    action = models.CharField(_("what"), max_length=64, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("who"),
    )
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    person = models.CharField(
        _("whose record"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("The key of the member of staff the entry is about."),
    )
    reason = models.TextField(_("why"), blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    proof = models.CharField(max_length=64, unique=True, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.proof = self.proof or prove_entry(self)
        super().save(*args, **kwargs)


class Link(AppendOnly):
    """The seal of one entry: a hash over it and the previous seal, which has one successor."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.digest[:12]}"


class Checkpoint(AppendOnly):
    """The signed length of the chain at a moment; also stored outside the database."""

    at = models.DateTimeField(_("when"))
    number = models.PositiveBigIntegerField(_("sealed entries"), unique=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("checkpoint of the audit trail")
        verbose_name_plural = _("checkpoints of the audit trail")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class Verification(models.Model):
    """The progress of the daily verification; one row, signed.

    The signature keeps somebody who can write to the database from skipping entries,
    and ``after``, the entry of the previous verification, from restoring an old row.
    Restoring a row of the same verification only delays it, which ``began_at`` reveals.
    """

    after = models.BigIntegerField()
    began_at = models.DateTimeField()
    link = models.BigIntegerField()
    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    flaws = models.PositiveIntegerField()
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"

    @property
    def expected_signature(self) -> str:
        """The valid signature of the row in its present form."""
        began = self.began_at.astimezone(UTC).isoformat()
        values = [self.after, began, self.link, self.number, self.digest, self.flaws]
        return sign_values(values, "verification")
