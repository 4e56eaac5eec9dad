"""E-mails as plain text and the same in HTML."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from elearning.installation.demonstration_flag import is_known_demonstration

#: The backend that writes e-mails to files, used without a mail server.
_FILES = "django.core.mail.backends.filebased.EmailBackend"
#: SMTP codes from here on are permanent failures.
_FOR_GOOD = 500
#: Refusals of the platform as a sender, which affect every e-mail.
_OF_ANY_LETTER = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)


def can_send_email() -> bool:
    """Tell whether e-mails can be sent: not without a mail server.

    In development and in a demonstration they are written to files.
    """
    backend = settings.MAILERS["default"]["BACKEND"]
    return backend != _FILES or settings.DEBUG or is_known_demonstration()


def is_message_refused(error: OSError) -> bool:
    """Tell whether a mail server refused only this e-mail and may accept others."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return True
    return (
        isinstance(error, smtplib.SMTPResponseException)
        and not isinstance(error, _OF_ANY_LETTER)
        and error.smtp_code >= _FOR_GOOD
    )


def format_mail_error(error: OSError) -> str:
    """Return the error without the server’s text, which may repeat the address."""
    kind = type(error).__name__
    code = getattr(error, "smtp_code", None) or error.errno
    return f"{kind} ({code})" if code else kind


def build_email(
    name: str, *, to: str, subject: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """Return an e-mail of the templates ``name`` (``.txt``, ``.html``) in the active language.

    It is marked as automatic (RFC 3834), so that no autoresponder answers.
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
