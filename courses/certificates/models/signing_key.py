"""Public halves of the service’s signing keys, and their revocations."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import AppendOnly


class KeyPurpose(models.TextChoices):
    """The purpose of a key; one key never serves two purposes."""

    AUTHORITY = "authority", _("Certificates of other keys")
    PAPER = "paper", _("Documents (PDF)")
    CLAIM = "claim", _("QR codes on documents")
    CREDENTIAL = "credential", _("Digital credentials")


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Keys by purpose and by validity."""

    def trusted(self) -> Self:
        return self.filter(revocation=None)

    def current(self, purpose: KeyPurpose) -> "SigningKey | None":
        """Return the current key: the newest for ``purpose`` not revoked."""
        return self.trusted().filter(purpose=purpose).order_by("-pk").first()

    def with_kid(self, purpose: KeyPurpose, kid: str) -> "SigningKey | None":
        found = self.filter(purpose=purpose, kid=kid).select_related("revocation")
        return found.first()


class SigningKey(AppendOnly):
    """The public half of a key; the private one is in a file or a token, never here.

    ``name`` names its file. ``kid`` identifies it in signatures: the first 16 digits of
    the SHA-256 of its SubjectPublicKeyInfo. ``public`` is PEM: the key
    (SubjectPublicKeyInfo), or, for the authority and PDF sealing keys, its X.509
    certificate. A newer key of the same purpose takes over; the older one stays trusted
    until it is revoked.
    """

    name = models.CharField(_("key"), max_length=64, unique=True)
    kid = models.CharField(max_length=16, unique=True)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=KeyPurpose, db_index=True
    )
    public = models.TextField(_("public key"))
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return getattr(self, "revocation", None) is not None


class KeyRevocation(AppendOnly):
    """A revocation: signatures of the key are not trusted from ``revoked_at`` on."""

    key = models.OneToOneField(SigningKey, models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField(_("revoked"))
    reason = models.TextField(_("reason"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("revocation of a key")
        verbose_name_plural = _("revocations of keys")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.key)
