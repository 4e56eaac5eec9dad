"""Keys by which other systems act for personnel officers."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.accounts.roles import Role

if TYPE_CHECKING:
    from elearning.accounts.models import User


class AccessScope(models.TextChoices):
    """Scopes of a key; the values are stored and appear in the OpenAPI document."""

    STAFF_READ = "staff:read", _("Read staff, establishments and positions")
    STAFF_WRITE = "staff:write", _("Send staff lists")
    REPORTS_READ = "reports:read", _("Read people's training status")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Keys by validity and by who may see them."""

    def usable(self, on: date) -> Self:
        """Keep keys that are valid on ``on``."""
        return self.filter(ended_at=None, expires_on__gte=on, user__is_active=True)

    def visible_to(self, user: "User") -> Self:
        """Keep all keys for an administrator, and for anybody else their own."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)


class AccessToken(models.Model):
    """A key of another system, which acts as ``user`` within ``scopes``.

    The key itself is not stored: ``digest`` is its SHA-256 (256 random bits, ASVS
    11.5.1), and ``hint`` its last four characters, by which the owner recognises it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_tokens"
    )
    name = models.CharField(_("what it is for"), max_length=100)
    scopes = models.JSONField(_("what it gives access to"), default=list)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField(_("created"))
    expires_on = models.DateField(_("last day"))
    used_on = models.DateField(_("last used"), null=True)
    ended_at = models.DateTimeField(_("finished"), null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: …{self.hint}"

    @property
    def scope_names(self) -> list[str]:
        """The names of the scopes, in the reader’s language."""
        return [str(AccessScope(scope).label) for scope in self.scopes]

    def opens(self, scope: AccessScope) -> bool:
        """Tell whether the key has ``scope``."""
        return scope in self.scopes
