"""The mark of a demonstration."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeyFingerprint(models.Model):
    """With which key this database was made: a hash that tells it from another, and no more."""

    name = models.CharField(max_length=32, unique=True)
    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fingerprint of a key")
        verbose_name_plural = _("fingerprints of keys")

    def __str__(self) -> str:
        return self.name


class ClockReading(models.Model):
    """The one row that says what time it was when the worker last looked."""

    is_one = models.BooleanField(default=True, unique=True, editable=False)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("reading of the clock")
        verbose_name_plural = _("readings of the clock")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Demonstration(models.Model):
    """The one row by which an installation is a demonstration, for good.

    Its people are invented and its texts released by approvals that nobody gave. Only
    ``elearning.staff.demonstration`` writes it, where there are no other people.
    """

    is_one = models.BooleanField(default=True, unique=True, editable=False)
    since = models.DateTimeField(_("since"), default=timezone.now)
    #: SHA-256 of the bundles that were loaded last, in hex.
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
