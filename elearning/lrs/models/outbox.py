"""Other stores that statements are sent on to, and what waits to be sent."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.lrs.models.statement import Statement


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets, by whether anything is sent to them."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def ready(self, at: datetime) -> Self:
        """Keep active targets that are not paused after a failure."""
        return self.active().filter(Q(paused_until=None) | Q(paused_until__lte=at))


class Target(models.Model):
    """Another Learning Record Store. Its secret lies in a key file, not in a row."""

    name = models.SlugField(_("name"), unique=True)
    endpoint = models.URLField(_("address"))
    is_active = models.BooleanField(_("sent to"), default=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """What waits to be sent."""

    def waiting(self) -> Self:
        """Keep what was not refused for good, oldest first."""
        return self.filter(parked="").order_by("statement")


class Outbox(models.Model):
    """One statement that one target does not have yet; gone once it is delivered.

    ``parked`` is why the target will never take it; empty while it waits.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="outbox")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="outbox")
    parked = models.TextField(_("parked because"), blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting statement")
        verbose_name_plural = _("outbox")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "statement"], name="lrs_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.statement_id}"
