"""Delivery of notices by e-mail, in one message per person."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import ngettext

from elearning.interface.email_messages import (
    build_email,
    can_send_email,
    format_mail_error,
    is_message_refused,
)
from elearning.notices.mail_attachments import build_attachment
from elearning.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User
    from elearning.notices.models import NoticeQuerySet

logger = logging.getLogger("elearning.notices")

#: The maximum number of people mailed at one tick.
LETTERS_AT_ONCE = 200
#: Older notices are not mailed, such as after a mail server is configured late.
MAILED_FOR = timedelta(days=14)


def mail_waiting_notices(at: datetime) -> int:
    """Mail the waiting notices; return the number of e-mails sent.

    All notices of a person go in one e-mail, so that thirty assigned courses are not
    thirty e-mails. If the server does not respond, they wait for the next tick. A
    refused e-mail does not delay others: it is tried again when its claim has expired.
    A worker claims the notices it mails, so that each is sent once, and nothing is
    locked while a server responds. Nothing is sent without a mail server; notices older
    than ``MAILED_FOR`` stay on the platform.
    """
    if not can_send_email():
        return 0
    waiting = _waiting(at).order_by("user")
    users = waiting.values_list("user", flat=True).distinct()[:LETTERS_AT_ONCE]
    sent = 0
    for user in list(users):
        told = _claimed(user, at)
        if not told:
            continue
        try:
            _mail(told[0].user, told)
        except OSError as error:
            if is_message_refused(error):
                logger.warning(
                    "No mail for user %s: %s", user, format_mail_error(error)
                )
                continue
            logger.warning("Mail is waiting: %s", format_mail_error(error))
            _among(told).update(claimed_at=None)
            break
        _among(told).update(mailed_at=at)
        sent += 1
    return sent


def _claimed(user: int, at: datetime) -> list[Notice]:
    """Claim the notices waiting for ``user`` against other workers, and return them."""
    with transaction.atomic():
        waiting = _waiting(at).filter(user=user)
        held = waiting.select_for_update(skip_locked=True, of=("self",))
        told = list(held.select_related("user").order_by("-id"))
        _among(told).update(claimed_at=timezone.now())
    return told


def _waiting(at: datetime) -> "NoticeQuerySet":
    unclaimed = Notice.objects.to_mail().unclaimed()
    return unclaimed.filter(created_at__gt=at - MAILED_FOR)


def _among(notices: Sequence[Notice]) -> "QuerySet[Notice]":
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices])


def _mail(user: "User", notices: Sequence[Notice]) -> None:
    """Send ``user`` one e-mail with ``notices`` and their files, as plain text and HTML."""
    with translation.override(user.language):
        subject = notices[0].subject
        if len(notices) > 1:
            subject = ngettext(
                "Training platform: %(n)d new notification",
                "Training platform: %(n)d new notifications",
                len(notices),
            ) % {"n": len(notices)}
        context = {"notices": notices, "is_one": len(notices) == 1}
        mail = build_email(
            "notices/mail", to=str(user.email), subject=subject, context=context
        )
        for notice in notices:
            if file := build_attachment(notice.kind, notice.context):
                mail.attach(file.name, file.text, file.media_type)
        mail.send()
