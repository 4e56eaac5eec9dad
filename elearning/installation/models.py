"""Facts about the installation: key fingerprints, clock and demonstration flag."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeyFingerprint(models.Model):
    """A hash that identifies a key this database was created with, without revealing it."""

    name = models.CharField(max_length=32, unique=True)
    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fingerprint of a key")
        verbose_name_plural = _("fingerprints of keys")

    def __str__(self) -> str:
        return self.name


class ClockReading(models.Model):
    """The time at which the worker last read the clock; one row."""

    is_one = models.BooleanField(default=True, unique=True, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("clock reading")
        verbose_name_plural = _("clock readings")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Demonstration(models.Model):
    """The row that makes an installation a demonstration, permanently.

    Its people are invented, and nobody gave the approvals of its texts. Only
    ``elearning.staff.demonstration`` writes it, if there are no other people.
    """

    is_one = models.BooleanField(default=True, unique=True, editable=False)
    since = models.DateTimeField(_("since"), default=timezone.now)
    #: SHA-256 of the bundles loaded last, in hex.
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("demonstration")
        verbose_name_plural = _("demonstrations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_one=True), name="demonstration_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"
