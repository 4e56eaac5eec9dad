"""Credentials of other systems, and their scopes."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CredentialScope(models.TextChoices):
    """Scopes of a credential (xAPI 1.0.3, Part Three, 4.2)."""

    WRITE = "statements/write", _("Write statements")
    READ_MINE = "statements/read/mine", _("Read the statements it wrote")
    READ = "statements/read", _("Read statements")
    STATE = "state", _("Read and write the state of activities")
    PROFILE = "profile", _("Read and write profiles")
    ALL_READ = "all/read", _("Read everything")
    ALL = "all", _("Everything")


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Credentials by validity."""

    def valid(self, at: datetime) -> Self:
        unexpired = Q(expires_at=None) | Q(expires_at__gt=at)
        return self.filter(unexpired, revoked_at=None)


class Credential(models.Model):
    """A key and the hash of a secret by which another system authenticates.

    ``rate`` is the maximum number of requests per minute; ``None`` for no limit.
    """

    key = models.CharField(_("key"), max_length=32, unique=True)
    digest = models.CharField(max_length=64)
    label = models.CharField(_("what it is for"), max_length=255)
    scopes = models.JSONField(_("scopes"), default=list)
    rate = models.PositiveIntegerField(_("requests a minute"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label

    def is_valid(self, at: datetime) -> bool:
        return self.state(at) == "valid"

    def has_scope(self, *scopes: CredentialScope) -> bool:
        return not set(scopes).isdisjoint(self.scopes)

    def state(self, at: datetime) -> str:
        """Return ``valid``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None:
            return "revoked"
        is_over = self.expires_at is not None and self.expires_at <= at
        return "expired" if is_over else "valid"
