"""Forms that somebody has begun to fill in and not sent. docs/kept-entries.md."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypedDict

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
#: How long the name of a page's form in one window may be, and the digest of a form.
KEY_LENGTH = 40
DIGEST_LENGTH = 20


class FieldEntry(TypedDict):
    """What was typed in one field.

    ``was`` is the digest of what the field held when its page was made: empty for a blank
    field, ``None`` where that is unknown.
    """

    was: str | None
    words: str


class UnsentFormQuerySet(models.QuerySet["UnsentForm"]):
    """Forms not sent yet, by whose they are and whether they are still kept."""

    def visible_to(self, user: "User") -> Self:
        """Keep what the user has typed; nobody reads another's."""
        return self.filter(user=user)

    def kept(self, at: datetime) -> Self:
        """Keep what waits at ``at``: neither sent nor discarded, and not too old."""
        return self.filter(is_settled=False, saved_at__gt=at - KEPT_FOR)


class UnsentForm(models.Model):
    """What one person has typed in one form of one page, and not sent.

    ``key`` is made by the page, ``form`` names the form among those at ``address``,
    ``version`` is the digest of the form as it was rendered, with the digests that it
    carries itself. It is no record of anything: the entries go when the form is sent or
    discarded, and the row after ``KEPT_FOR``. Until then a settled row tells a save that
    was on its way that it comes too late.
    """

    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="unsent_forms"
    )
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH)
    form = models.CharField(max_length=FORM_LENGTH)
    version = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    entries: models.JSONField[dict[str, FieldEntry], Any] = models.JSONField(
        default=dict
    )
    is_settled = models.BooleanField(default=False)
    saved_at = models.DateTimeField(_("saved"), db_index=True)

    objects = UnsentFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form not sent yet")
        verbose_name_plural = _("forms not sent yet")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="unsent_once_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}"

    @property
    def field_names(self) -> str:
        """The names of the fields that something was typed in, as JSON for the script."""
        return json.dumps(list(self.entries))
