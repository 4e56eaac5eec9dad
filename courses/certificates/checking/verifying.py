"""What anybody may learn about a certificate: everything on the paper but the name."""

import hashlib
import hmac
import unicodedata
from datetime import datetime
from typing import Any

from django.utils import timezone

from courses.certificates.models import Certificate


def claims(certificate: Certificate, *, at: datetime) -> dict[str, Any]:
    """Return what the paper claims and how it stands at ``at``, as plain values.

    Every claim of the paper is here, so that an altered paper shows; the name is not. By
    when it is to be updated is told beside them, and noted on ``certificate``.
    """
    on = timezone.localdate(at)
    update = certificate.update_due_on = certificate.update_on(on)
    return {
        "status": certificate.judged(on, update),
        "as_of": timezone.localtime(at).isoformat(timespec="seconds"),
        "number": certificate.number,
        "issued_on": certificate.issued_on.isoformat(),
        "expires_on": certificate.expires_on.isoformat(),
        "update_due_on": update.isoformat() if update else None,
        "course": certificate.course_code,
        "title": certificate.public_titles,
        "edition": certificate.edition_number,
    }


def is_name_on(certificate: Certificate, typed: str) -> bool:
    """Tell whether ``typed`` is the name printed on the paper.

    Case, spaces and ё for е do not matter; letters that look alike but are not the same
    do. The comparison takes the same time whatever was typed.
    """
    return hmac.compare_digest(_digest(certificate.holder_name), _digest(typed))


def _digest(name: str) -> bytes:
    folded = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    return hashlib.sha256(" ".join(folded.split()).encode()).digest()
