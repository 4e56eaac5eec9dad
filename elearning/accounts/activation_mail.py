"""One-time codes by e-mail."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from elearning.accounts import activation_codes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.interface.email_messages import build_email, can_send_email


def mail_activation_code(
    user: User, *, person: object, by: User, at: datetime | None = None
) -> None:
    """Issue a new code for ``user`` and mail it in their language.

    ``person`` is their key as a member of staff. The code is not stored: it is sent at
    once or not at all. Raises ``AccountError`` for a closed account, without an
    address, without a mail server, and if the server refuses; then nothing is changed.
    """
    if not can_send_email():
        raise AccountError(
            _("This platform sends no e-mail. Print the letter instead.")
        )
    if not user.is_active or not user.email:
        raise AccountError(
            _("This account is closed or has no e-mail. Print the letter instead.")
        )
    now = at or timezone.now()
    try:
        with transaction.atomic():
            code = activation_codes.issue_code(user, by=by, at=now)
            audit_log.record_action(
                "accounts.code_mailed", by=by, on=user, person=person
            )
            _letter(user, code, now).send()
    except OSError as error:
        raise AccountError(
            _(
                "The mail server did not accept the letter. Nothing was changed. "
                "Print the letter, or try again later."
            )
        ) from error


def _letter(user: User, code: str, at: datetime) -> EmailMultiAlternatives:
    context = {
        "code": code,
        "until": timezone.localdate(at + settings.ACTIVATION_LIFETIME),
        "number": user.staff_number,
    }
    with translation.override(user.language):
        return build_email(
            "accounts/mail/code",
            to=str(user.email),
            subject=_("Your account on the training platform"),
            context=context,
        )
