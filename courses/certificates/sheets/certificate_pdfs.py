"""Certificate PDFs, made once and then served from storage."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.certificates import certificate_audit
from courses.certificates.credentials import open_badge
from courses.certificates.documents import certificate_document
from courses.certificates.errors import PrintingError
from courses.certificates.keys import signing_keys
from courses.certificates.models import Certificate, KeyPurpose, PdfLayout, Sheet
from courses.certificates.seals import pdf_seal
from courses.certificates.sheets import pdf_storage
from elearning.audit import audit_log

logger = logging.getLogger("elearning.certificates")


def get_certificate_pdf(
    certificate: Certificate, language: str, form: str = PdfLayout.SHEET
) -> bytes:
    """Return the PDF of ``certificate`` in ``language``, in the layout ``form``.

    A stored PDF is returned unchanged. One whose file is lost or altered, or that was
    signed by a revoked key, is made again with the current keys. Raises
    ``PrintingError`` if it cannot be made or stored and ``UnusableKeyError`` if a key
    cannot be used: the certificate itself is not affected.
    """
    kept = Sheet.objects.of(certificate, language, form).standing()
    for newest in kept.select_related("key")[:1]:
        data = _as_kept(newest, certificate) or _restored(newest)
        if data is not None:
            return data
    return store_new_pdf(certificate, language, form)


def store_new_pdf(certificate: Certificate, language: str, form: str) -> bytes:
    """Make the PDF of ``certificate`` with the current keys, store it, and return it.

    If the same PDF is made concurrently, the one stored first is returned. It is made
    before anything is locked, because typesetting takes long.
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


def build_sealed_pdf(
    certificate: Certificate, language: str, form: str, at: datetime
) -> bytes:
    """Return the PDF of ``certificate`` sealed at ``at``; nothing is stored.

    Deterministic for the same moment and keys. Raises ``PrintingError`` if typesetting
    fails or the certificate differs from the audit log, and ``UnusableKeyError`` if a
    key cannot be used.
    """
    certificate_audit.check_certificate_unaltered(certificate)
    credential = open_badge.build_badge_json(certificate)
    paper = certificate_document.render_certificate_pdf(
        certificate, language, form, attached=credential
    )
    return pdf_seal.seal_pdf(paper, at=at)


def _restored(row: Sheet) -> bytes | None:
    """Restore the file of ``row`` if it can be made again byte for byte.

    That requires the same keys, fonts and texts; the seal gets the same time.
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
                "The certificate PDF cannot be saved at the moment. The "
                "certificate is still valid. Try again later, or tell your "
                "training office."
            )
        ) from error


def _as_kept(row: Sheet, certificate: Certificate) -> bytes | None:
    """Return the file of ``row``, or ``None`` if it must not be served."""
    row.certificate = certificate  # its name then needs no query
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
