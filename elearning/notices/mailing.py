"""Send what people were told by e-mail as well, to whom has an address: one letter a person."""

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import ngettext

from elearning.interface.mails import letter
from elearning.notices.attaching import attachment
from elearning.notices.models import Notice

if TYPE_CHECKING:
    from elearning.accounts.models import User

logger = logging.getLogger("elearning.notices")

#: So many people get a letter at one tick.
LETTERS_AT_ONCE = 200


def mail_waiting(at: datetime) -> int:
    """Send by e-mail the notices that were not mailed yet; return how many letters went.

    All that waits for one person goes in one letter, so that thirty courses assigned at
    once are not thirty letters. A server that refuses leaves them waiting for the next tick.
    """
    waiting = Notice.objects.to_mail()
    users = waiting.order_by("user").values_list("user", flat=True).distinct()
    rows = waiting.filter(user__in=list(users[:LETTERS_AT_ONCE]))
    sent = 0
    for user, notices in groupby(
        rows.select_related("user").order_by("user", "-id"), attrgetter("user")
    ):
        told = list(notices)
        try:
            _mail(user, told)
        except OSError as error:
            logger.warning("Mail is waiting: %s", error)
            break
        keys = [notice.pk for notice in told]
        Notice.objects.filter(pk__in=keys).update(mailed_at=at)
        sent += 1
    return sent


def _mail(user: "User", notices: Sequence[Notice]) -> None:
    """Send ``user`` one letter with ``notices`` and their files, as plain text and HTML."""
    with translation.override(user.language):
        subject = notices[0].subject
        if len(notices) > 1:
            subject = ngettext(
                "Training platform: %(n)d new notification",
                "Training platform: %(n)d new notifications",
                len(notices),
            ) % {"n": len(notices)}
        context = {"notices": notices, "is_one": len(notices) == 1}
        mail = letter(
            "notices/mail", to=str(user.email), subject=subject, context=context
        )
        for notice in notices:
            if file := attachment(notice.kind, notice.context):
                mail.attach(file.name, file.text, file.media_type)
        mail.send()
