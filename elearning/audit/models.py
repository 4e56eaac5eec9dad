"""The audit trail: entries that are only ever added, and the chain that proves it."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.audit.errors import AuditError


class AppendOnly(models.Model):
    """A row that can be added and read, and nothing else.

    Where the time for which it may be kept ends (curriculum R18), ``elearning.audit.expiring``
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


class Entry(AppendOnly):
    """One thing somebody did, read or exported."""

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

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Link(AppendOnly):
    """The seal of one entry: a hash over it and over the seal before."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.digest[:12]}"
