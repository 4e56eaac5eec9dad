"""Password reset links, mailed by the worker.

Requests take equally long for known and unknown addresses, because the mailing is done
elsewhere.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from elearning.accounts import second_factor
from elearning.accounts.models import User
from elearning.accounts.reset_tokens import RoleAwareTokenGenerator
from elearning.interface import email_messages

logger = logging.getLogger("elearning.accounts")

#: Delays before an e-mail is retried.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20))
#: The user id enqueued for an unknown address.
_NOBODY = 0


def enqueue_reset_links(users: Sequence[User], *, language: str) -> None:
    """Have the worker mail a link to each of ``users``; for none, enqueue an empty task."""
    for key in [user.pk for user in users] or [_NOBODY]:
        mail_reset_link.enqueue(key, language)


@task()
def mail_reset_link(user: int, language: str, tried: int = 0) -> None:
    """Mail ``user`` a link to choose a new password, in ``language``.

    Roles without an authenticator get none, because the mailbox alone would give
    access. If no server accepts it, it is retried a few times; ``tried`` counts the
    attempts.
    """
    found = User.objects.filter(pk=user).exclude(email=None).first()
    if (
        found is None
        or not can_reset_by_link(found)
        or not email_messages.can_send_email()
    ):
        return
    try:
        _mail(found, language)
    except OSError as error:  # not stored with the task, as it repeats the address
        logger.warning(
            "No link mailed to user %s: %s",
            user,
            email_messages.format_mail_error(error),
        )
        if tried < len(WAITS):
            later = mail_reset_link.using(run_after=timezone.now() + WAITS[tried])
            later.enqueue(user, language, tried + 1)


def can_reset_by_link(user: User) -> bool:
    """Tell whether ``user`` may get a reset link, and use it."""
    if not user.is_active:
        return False
    return not user.needs_second_factor or second_factor.has_authenticator(user)


def _mail(user: User, language: str) -> None:
    with translation.override(language):
        email_messages.build_email(
            "account/email/password_reset_key_message",
            to=str(user.email),
            subject=_("A new password for the training platform"),
            context={"password_reset_url": _link(user)},
        ).send()


def _link(user: User) -> str:
    facts = {
        "uidb36": user_pk_to_url_str(user),
        "key": RoleAwareTokenGenerator().make_token(user),
    }
    path = reverse("account_reset_password_from_key", kwargs=facts)
    return f"{settings.BASE_URL}{path}"
