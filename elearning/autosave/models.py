"""Unsent forms with autosaved input; see docs/kept-entries.md."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: How long input is kept.
KEPT_FOR = timedelta(hours=24)
#: The maximum length of an address, and of a form’s name.
ADDRESS_LENGTH = 500
FORM_LENGTH = 300
#: The maximum length of a form’s key and of its digest.
KEY_LENGTH = 40
DIGEST_LENGTH = 20


class FieldEntry(TypedDict):
    """The input in one field.

    ``was`` is the digest of the field’s value when its page was rendered: empty for a
    blank field, ``None`` if unknown.
    """

    was: str | None
    words: str


class UnsentFormQuerySet(models.QuerySet["UnsentForm"]):
    """Unsent forms by user and by whether their input is still kept."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own forms."""
        return self.filter(user=user)

    def kept(self, at: datetime) -> Self:
        """Keep forms that are neither sent nor discarded nor expired at ``at``."""
        return self.filter(is_settled=False, saved_at__gt=at - KEPT_FOR)


class UnsentForm(models.Model):
    """The unsent input of one person in one form of one page.

    ``key`` is made by the page, ``form`` names the form among those at ``address``, and
    ``version`` is the digest of the form as rendered, with the digests it carries
    itself. It is not a record: the entries are removed when the form is sent or
    discarded, and the row after ``KEPT_FOR``. Until then a settled row stops a save
    that was under way.
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
        verbose_name = _("unsent form")
        verbose_name_plural = _("unsent forms")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="unsent_once_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}"

    @property
    def field_names(self) -> str:
        """The names of the fields with input, as JSON for the script."""
        return json.dumps(list(self.entries))
