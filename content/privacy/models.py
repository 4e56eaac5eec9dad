"""Passages that stay in a text, each with a reason."""

import re
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from uuid import UUID


class KeptWordsQuerySet(models.QuerySet["KeptWords"]):
    """Passages that stay, with their reasons."""

    def marks_of(self, key: "UUID") -> set[str]:
        """Return the marks of passages that stay in the text with this translation key."""
        return set(self.filter(key=key).values_list("mark", flat=True))

    def of(self, key: "UUID") -> Self:
        return self.filter(key=key)


class KeptWords(models.Model):
    """A passage that looks like data of a real person but stays, for a reason.

    The passage itself is stored only in the text. The mark is a keyed hash, by which it
    is recognised the next time the text is saved.
    """

    key = models.UUIDField(_("text"), db_index=True)
    kind = models.CharField(_("kind"), max_length=8)
    mark = models.CharField(_("mark"), max_length=64)
    reason = models.CharField(_("reason"), max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    objects = KeptWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage kept with a reason")
        verbose_name_plural = _("passages kept with a reason")
        constraints = [
            models.UniqueConstraint(fields=["key", "mark"], name="kept_words_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


def compute_passage_mark(words: Any) -> str:
    """Return the mark of ``words``: the same for 990101 300 123 and 990101300123."""
    plain = re.sub(r"[\s\u00a0]+", "", str(words)).casefold()
    return salted_hmac("content.privacy", plain, algorithm="sha256").hexdigest()
