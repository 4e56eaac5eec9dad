"""Anonymous log of verifications."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.certificates.models.certificate import Certificate
from elearning.audit.models import AppendOnly


class Verification(AppendOnly):
    """A verification of a certificate in the hour that begins ``at``.

    It is for the holder only. Nothing about the person who verified is stored, neither
    address nor browser, and there is one row per hour, so that holders cannot count
    visitors.
    """

    expires = True

    class Way(models.TextChoices):
        PAGE = "page", _("by the code on the paper")
        JSON = "json", _("by another system")
        NAME = "name", _("with the name or number on the paper")
        FILE = "file", _("by its file")

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="verifications"
    )
    at = models.DateTimeField(_("verified"))
    way = models.CharField(_("method"), max_length=4, choices=Way)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "at", "way"],
                name="verification_once_an_hour_and_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.at:%Y-%m-%d %H}"
