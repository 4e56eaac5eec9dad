"""Letters by e-mail: plain text that reads well by itself, and the same in HTML."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from elearning.installation.demonstration_flag import is_known_demonstration

#: What keeps letters as files, where no mail server is named.
_FILES = "django.core.mail.backends.filebased.EmailBackend"
#: A server that answers so, or a higher number, will not take the letter later either.
_FOR_GOOD = 500
#: Refusals of the platform itself: no other letter would fare better.
_OF_ANY_LETTER = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)


def can_send_email() -> bool:
    """Tell whether letters reach people: not where no mail server is named.

    Developers and a demonstration read them as files.
    """
    backend = settings.MAILERS["default"]["BACKEND"]
    return backend != _FILES or settings.DEBUG or is_known_demonstration()


def is_message_refused(error: OSError) -> bool:
    """Tell whether a mail server refused one letter, and may well take the next."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return True
    return (
        isinstance(error, smtplib.SMTPResponseException)
        and not isinstance(error, _OF_ANY_LETTER)
        and error.smtp_code >= _FOR_GOOD
    )


def format_mail_error(error: OSError) -> str:
    """Return what went wrong for the log: servers repeat the address in their words."""
    kind = type(error).__name__
    code = getattr(error, "smtp_code", None) or error.errno
    return f"{kind} ({code})" if code else kind


def build_email(
    name: str, *, to: str, subject: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """Return a letter of the templates ``name`` (``.txt``, ``.html``) in the active language.

    It says that a machine sent it (RFC 3834), so that no other machine answers.
    """
    whole = {
        "subject": subject,
        "language": get_language(),
        "base_url": settings.BASE_URL,
        **context,
    }
    headers = {"Auto-Submitted": "auto-generated"}
    plain = render_to_string(f"{name}.txt", whole)
    mail = EmailMultiAlternatives(subject, plain, None, [to], headers=headers)
    mail.attach_alternative(render_to_string(f"{name}.html", whole), "text/html")
    return mail
