"""Hand out the paper of a certificate: made once, then the same file every time."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates.errors import PrintingError
from courses.certificates.keys import signing_keys
from courses.certificates.models import Certificate, KeyPurpose, PdfLayout, Sheet
from courses.certificates.sheets import pdf_storage
from courses.certificates.sheets.sealed_pdf import build_sealed_pdf
from elearning.audit import audit_log

logger = logging.getLogger("elearning.certificates")


def get_certificate_pdf(
    certificate: Certificate, language: str, form: str = PdfLayout.SHEET
) -> bytes:
    """Return the paper of ``certificate`` as a PDF, in ``language``, as ``form``.

    A paper that is kept is handed out as it is. One whose file is lost or altered, or
    that carries the work of a revoked key, is made anew by the keys of now. Raises
    ``PrintingError`` where it can be neither set nor kept and ``UnusableKeyError`` where a
    key cannot be used: the certificate is safe either way.
    """
    kept = Sheet.objects.of(certificate, language, form).standing()
    for newest in kept.select_related("key")[:1]:
        data = _as_kept(newest, certificate) or _restored(newest)
        if data is not None:
            return data
    return store_new_pdf(certificate, language, form)


def store_new_pdf(certificate: Certificate, language: str, form: str) -> bytes:
    """Make the paper of ``certificate`` by the keys of now, keep it, and return it.

    Whoever makes the same paper at the same moment gets the one that was kept first. It
    is made before anything is locked: setting takes long, and others have to write.
    """
    key, at = signing_keys.get_current_key(KeyPurpose.PAPER), timezone.now()
    data = build_sealed_pdf(certificate, language, form, at)
    with transaction.atomic():
        Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        other = Sheet.objects.of(certificate, language, form).standing()
        for newest in other.filter(key=key).select_related("key")[:1]:
            already = _as_kept(newest, certificate)
            if already is not None:
                return already
        row = Sheet.objects.create(
            certificate=certificate,
            language=language,
            form=form,
            key=key,
            digest=pdf_storage.compute_pdf_digest(data),
            size=len(data),
            made_at=at,
        )
        _write(row, data)
    return data


def _restored(row: Sheet) -> bytes | None:
    """Put the file of ``row`` back, where it comes out byte for byte as it was.

    It does with the same keys, fonts and words: a seal of the same moment is the same.
    """
    if row.key != signing_keys.get_current_key(KeyPurpose.PAPER):
        return None
    data = build_sealed_pdf(row.certificate, row.language, row.form, row.made_at)
    if pdf_storage.compute_pdf_digest(data) != row.digest:
        return None
    _write(row, data)
    return data


def _write(row: Sheet, data: bytes) -> None:
    try:
        pdf_storage.write_stored_pdf(row, data)
    except OSError as error:
        raise PrintingError(
            _(
                "The paper cannot be kept at the moment. The certificate is valid all the "
                "same; try again later, or tell your training office."
            )
        ) from error


def _as_kept(row: Sheet, certificate: Certificate) -> bytes | None:
    """Return the file of ``row``, or nothing where it may not be handed out."""
    row.certificate = certificate  # its name is told without another query
    try:
        return pdf_storage.read_stored_pdf(row)
    except pdf_storage.PdfLostError:
        logger.warning("The paper %s is lost and is made anew", row.name)
    except pdf_storage.PdfAlteredError:
        logger.warning("The paper %s was altered and is made anew", row.name)
        person = certificate.completion.learner.key
        audit_log.record_action(
            "certificates.paper_altered", by=None, on=row, person=person
        )
    return None
