"""Forms that somebody has begun to fill in, for her to find again after signing in."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: For how long what was typed waits for its owner.
KEPT_FOR = timedelta(hours=24)
#: How long an address, and the name of a form on it, may be.
ADDRESS_LENGTH = 500
FORM_LENGTH = 300


class UnsentFormQuerySet(models.QuerySet["UnsentForm"]):
    """Forms not sent yet, by whose they are and whether they are still kept."""

    def visible_to(self, user: "User") -> Self:
        """Keep what the user has typed herself; nobody reads another's."""
        return self.filter(user=user)

    def kept(self, at: datetime) -> Self:
        return self.filter(saved_at__gt=at - KEPT_FOR)


class UnsentForm(models.Model):
    """What one person has typed in one form of one page, and not sent.

    ``entries`` are the values of each field by its name. It is no record of anything: it
    goes when the form is sent, when its owner discards it, or after ``KEPT_FOR``.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsent_forms"
    )
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    form = models.CharField(max_length=FORM_LENGTH)
    entries: models.JSONField[dict[str, list[str]], Any] = models.JSONField()
    saved_at = models.DateTimeField(_("saved"), db_index=True)

    objects = UnsentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form not sent yet")
        verbose_name_plural = _("forms not sent yet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address", "form"], name="unsent_once_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}"
