"""Letters by e-mail: plain text that reads well by itself, and the same in HTML."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language


def letter(
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
