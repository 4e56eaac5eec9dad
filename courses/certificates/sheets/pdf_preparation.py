"""Preparation of the PDFs of new certificates in the background."""

import logging
import time
from datetime import datetime, timedelta
from random import shuffle

from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.models import (
    Certificate,
    KeyPurpose,
    PdfLayout,
    Sheet,
    SigningKey,
)
from courses.certificates.models.certificate import CertificateQuerySet
from courses.certificates.sheets.certificate_pdfs import store_new_pdf

logger = logging.getLogger("elearning.certificates")

#: How long after its issue a certificate’s PDF is prepared.
FRESH = timedelta(days=30)
_AT_ONCE = 200
_SECONDS = 10
_LATER = timedelta(minutes=5)

#: The ids of certificates that could not be printed, and ``_KEYS`` if no key could be
#: used, with the time of the next attempt. Lost with the process, which is harmless.
put_off_until: dict[int, datetime] = {}
_KEYS = 0


def prepare_new_pdfs(at: datetime) -> int:
    """Make missing PDFs of new certificates; return their number.

    Missing PDFs are found from rows, so that nothing is lost with a worker. It stops
    after some seconds for other jobs. If no key can be used, it tries again later; a
    certificate that cannot be printed does not delay the others. The oldest are taken
    first and made in random order, so that several workers share them.
    """
    if (
        _KEYS in list_postponed_ids(at)
        or SigningKey.objects.current(KeyPurpose.PAPER) is None
    ):
        return 0
    made, begun = 0, time.monotonic()
    batch = list(list_certificates_without_pdf(at)[:_AT_ONCE])
    shuffle(batch)
    for certificate in batch:
        if not _lacking().filter(pk=certificate.pk).exists():
            continue  # another worker was here meanwhile
        try:
            store_new_pdf(certificate, certificate.language, PdfLayout.SHEET)
        except UnusableKeyError as error:
            logger.warning("Papers wait for a key: %s", error)
            put_off_until[_KEYS] = at + _LATER
            break
        except PrintingError:
            logger.exception("No paper could be made of %s", certificate.number)
            put_off_until[certificate.pk] = at + _LATER
        else:
            made += 1
        if time.monotonic() - begun > _SECONDS:
            break
    return made


def list_certificates_without_pdf(at: datetime) -> CertificateQuerySet:
    """Return new, still valid certificates without a PDF in their own language."""
    fresh = _lacking().filter(
        issued_on__gte=timezone.localdate(at) - FRESH,
        completion__withdrawal=None,
    )
    return (
        fresh.exclude(pk__in=list_postponed_ids(at))
        .select_related("completion__learner")
        .order_by("pk")
    )


def _lacking() -> CertificateQuerySet:
    mine = Sheet.objects.filter(
        certificate=OuterRef("pk"), language=OuterRef("language"), form=PdfLayout.SHEET
    )
    return Certificate.objects.current().filter(~Exists(mine))


def list_postponed_ids(at: datetime) -> set[int]:
    """Return the ids postponed at ``at``, and forget the others."""
    for key in [key for key, until in put_off_until.items() if until <= at]:
        del put_off_until[key]
    return set(put_off_until)
