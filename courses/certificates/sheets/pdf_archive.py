"""ZIP archive of many certificate PDFs, streamed."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override
from zipstream import ZipStream

from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.models import Certificate
from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
from elearning.languages import get_current_language

#: The maximum number of PDFs in an archive.
MOST = 5000
_AT_ONCE = 100


def iter_pdf_archive(keys: Sequence[int]) -> Iterator[bytes]:
    """Yield a ZIP of certificate PDFs, each named by its number.

    ``keys`` are the ids of certificates in the desired order; each PDF is in its
    certificate’s own language. One PDF at a time is in memory. Those that cannot be
    made are listed in a text file, in the active language.
    """
    language, archive = get_current_language(), ZipStream()
    missing: list[str] = []
    for certificate in _certificates(keys):
        try:
            paper = get_certificate_pdf(certificate, certificate.language)
        except (PrintingError, UnusableKeyError):
            missing.append(certificate.number)
            continue
        archive.add(paper, f"{certificate.number}.pdf")
        yield from archive.all_files()
    if missing:
        with override(language):
            archive.add(_named(missing).encode(), f"{_('not-made')}.txt")
    yield from archive.finalize()


def _certificates(keys: Sequence[int]) -> Iterator[Certificate]:
    rows = Certificate.objects.select_related("completion__learner")
    for first in range(0, len(keys), _AT_ONCE):
        found = rows.in_bulk(keys[first : first + _AT_ONCE])
        yield from (
            found[key] for key in keys[first : first + _AT_ONCE] if key in found
        )


def _named(missing: list[str]) -> str:
    told = _(
        "These documents could not be made. The certificates are still "
        "valid. Try again later, or tell the person who looks after the "
        "platform."
    )
    return "\r\n".join([told, "", *missing, ""])
