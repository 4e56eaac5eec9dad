"""Stores to which statements are forwarded, and the outbox."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearning.lrs.models.lease import Leased
from elearning.lrs.models.statement import Statement

_WAITING = Q(parked_at=None)


class TargetState(models.TextChoices):
    """The forwarding state of a target."""

    SENDING = "sending", _("Forwarding")
    TROUBLE = "trouble", _("Failed, retrying automatically")
    PAUSED = "paused", _("Paused: statements wait")
    STOPPED = "stopped", _("Stopped: no statements are queued")


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets by whether statements are forwarded to them."""

    def active(self) -> Self:
        """Keep targets that get new statements, paused or not."""
        return self.filter(is_active=True)

    def ready(self, at: datetime) -> Self:
        """Keep targets with waiting statements that are not paused, by us or after a failure."""
        due = Q(paused_until=None) | Q(paused_until__lte=at)
        waiting = Outbox.objects.filter(_WAITING, target=models.OuterRef("pk"))
        return self.active().filter(due, models.Exists(waiting), is_held=False)

    def counted(self) -> Self:
        """Annotate ``waiting`` and ``parked``: the numbers of undelivered statements."""
        return self.annotate(
            waiting=Count("outbox", filter=Q(outbox__parked_at=None)),
            parked=Count("outbox", filter=Q(outbox__parked_at__isnull=False)),
        ).order_by("name")


class Target(Leased):
    """Another Learning Record Store. Its secret is in a key file, not in a row.

    ``versions`` are the xAPI versions it reports; empty before the first check.
    ``backfill_after`` and ``backfill_before`` are keys: older statements between them
    are still to be queued. ``waiting`` and ``parked`` are annotated by ``counted``.
    """

    waiting: int
    parked: int

    name = models.SlugField(_("name"), unique=True)
    endpoint = models.URLField(_("address"))
    is_active = models.BooleanField(_("sending on"), default=True)
    is_held = models.BooleanField(_("paused"), default=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    last_sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)
    versions = models.JSONField(_("versions"), default=list, blank=True)
    backfill_after = models.BigIntegerField(null=True, editable=False)
    backfill_before = models.BigIntegerField(null=True, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> TargetState:
        if not self.is_active:
            return TargetState.STOPPED
        if self.is_held:
            return TargetState.PAUSED
        return TargetState.TROUBLE if self.failures else TargetState.SENDING


class OutboxQuerySet(models.QuerySet["Outbox"]):
    """Statements waiting to be sent, and those refused for good."""

    def waiting(self) -> Self:
        """Keep statements not refused for good, oldest first."""
        return self.filter(_WAITING).order_by("statement")

    def parked(self) -> Self:
        """Keep statements refused for good, oldest first."""
        return self.exclude(_WAITING).order_by("statement")


class Outbox(models.Model):
    """One statement not yet delivered to one target; deleted once it is delivered.

    ``parked`` is why the target will never accept it; empty while it waits.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="outbox")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="outbox")
    parked = models.TextField(_("parked because"), blank=True)
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting statement")
        verbose_name_plural = _("outbox")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "statement"], name="lrs_sent_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["target", "statement"],
                condition=_WAITING,
                name="lrs_outbox_waiting",
            ),
            models.Index(
                fields=["target", "statement"],
                condition=Q(parked_at__isnull=False),
                name="lrs_outbox_parked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.statement_id}"

    @property
    def reason(self) -> str:
        """Why it is parked; our own reasons are translated."""
        code, _space, detail = self.parked.partition(" ")
        if code == "version":
            text = gettext(
                "The statement uses xAPI %(version)s, which the store does not "
                "support. Test the connection and try again once it does."
            )
            return text % {"version": detail}
        return self.parked
