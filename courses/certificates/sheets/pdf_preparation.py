"""Make the papers of fresh certificates in the background, before anybody asks for them."""

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

#: How long after its issue a certificate gets its paper without being asked for.
FRESH = timedelta(days=30)
_AT_ONCE = 200
_SECONDS = 10
_LATER = timedelta(minutes=5)

#: The ids of certificates that could not be printed, and ``_KEYS`` where no key could be
#: used: until when they are left alone. Forgotten with the process, which does no harm.
put_off_until: dict[int, datetime] = {}
_KEYS = 0


def prepare_new_pdfs(at: datetime) -> int:
    """Make papers that fresh certificates lack; return how many.

    What is missing is found from rows, so that nothing is lost with a worker. It stops
    after some seconds for other chores. Where no key can be used it tries again later;
    one certificate that cannot be printed does not hold up the others. The oldest are
    taken first and made in no order, so that several workers share them.
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
    """Return the fresh certificates without a paper in their own language.

    Those that no longer stand are left out: their papers are made when asked for.
    """
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
    """Return what is left alone at ``at``, and forget the rest."""
    for key in [key for key, until in put_off_until.items() if until <= at]:
        del put_off_until[key]
    return set(put_off_until)
