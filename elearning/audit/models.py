"""The audit trail: entries that are only ever added, and the chain that proves it."""

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
    """A row that can be added and read, and nothing else.

    Where the time for which it may be kept ends (curriculum R18), ``elearning.audit.row_expiry``
    is the one way through, for what a model names here: ``expires``, whether whole rows go
    then, and ``expiring_words``, the columns whose words do. By default nothing does.
    """

    expires: ClassVar[bool] = False
    expiring_words: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditError(
                _("This record is kept as it is. Add a correction instead.")
            )
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditError(_("This record is kept as it is. It cannot be deleted."))


class AuditEntryQuerySet(models.QuerySet["Entry"]):
    """Entries of the trail; each is proved as it is stored."""

    def bulk_create(self, objs: "Iterable[Entry]", *args: Any, **kwargs: Any) -> Any:
        """Prove each entry as ``save`` does, and store them."""
        entries = list(objs)
        for entry in entries:
            entry.proof = entry.proof or prove_entry(entry)
        return super().bulk_create(entries, *args, **kwargs)


class Entry(AppendOnly):
    """One thing somebody did, read or exported; its ``proof`` says that the platform wrote it."""

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
    """The seal of one entry: a hash over it and over the seal before, which no other follows."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.digest[:12]}"


class Checkpoint(AppendOnly):
    """How far the chain had come at a moment, signed; it stands outside the database as well."""

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
    """How far the worker has come with the daily walk of the chain; one row, and signed.

    Without the signature whoever can write the database could have it pass over something,
    and without ``after``, the entry of the walk before, by putting an old row back. Putting
    back one of the same walk holds it up, which ``began_at`` tells.
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
        """What the platform signs the row with as it is."""
        began = self.began_at.astimezone(UTC).isoformat()
        values = [self.after, began, self.link, self.number, self.digest, self.flaws]
        return sign_values(values, "verification")
