"""Notices to users: each kind about each subject is sent once."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.notices.notice_texts import render_notice

if TYPE_CHECKING:
    from elearning.accounts.models import User


#: How long a worker’s claim to mail a notice lasts; longer than a server takes.
CLAIMED_FOR = timedelta(minutes=10)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by recipient and by whether they were read and mailed."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own notices."""
        return self.filter(user=user)

    def unread_first(self) -> Self:
        """Order unread notices before read ones, each newest first."""
        return self.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-id")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unclaimed(self) -> Self:
        """Keep notices that no worker is mailing now."""
        ended = timezone.now() - CLAIMED_FOR
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=ended))

    def to_mail(self) -> Self:
        """Keep notices still to be mailed to active users with an address."""
        return self.filter(
            mailed_at=None, user__is_active=True, user__email__isnull=False
        )


class Notice(models.Model):
    """One notice to one user; a second one with the same ``key`` is not stored.

    ``claimed_at`` is when a worker began to mail it; the claim of a killed worker
    expires.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=64)
    key = models.CharField(max_length=128)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(_("address"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True)
    claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"], name="notice_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.user_id}"

    @property
    def is_new(self) -> bool:
        return self.read_at is None

    @property
    def day(self) -> date:
        """The day on which it was created."""
        return timezone.localdate(self.created_at)

    @property
    def subject(self) -> str:
        """The notice in one sentence, in the active language."""
        return render_notice(self.kind, self.context).subject

    @property
    def text(self) -> str:
        return render_notice(self.kind, self.context).text
