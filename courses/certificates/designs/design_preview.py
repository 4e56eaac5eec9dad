"""Preview of a design on the certificate of an invented person."""

from datetime import UTC, date, datetime

from django.utils.translation import gettext_lazy as _

from courses.certificates.documents import certificate_document
from courses.certificates.models import Certificate, Design, PdfLayout
from courses.records.models import Completion
from elearning.languages import pick_text

_ISSUED, _EXPIRES = date(2026, 3, 2), date(2028, 3, 2)
_TITLES = {
    "kk": "Адам құқықтарының негіздері және Нельсон Мандела қағидалары",
    "ru": "Основы прав человека и Правила Нельсона Манделы",
    "en": "Human rights foundations and the Nelson Mandela Rules",
}
_NAMES = {
    "kk": "Үлгібаева Әсел Ғаниқызы",
    "ru": "Образцова Асель Ганиевна",
    "en": "Specimen Assel Ganiqyzy",
}


def render_design_preview(
    design: Design | None, language: str, form: str = PdfLayout.SHEET
) -> bytes:
    """Return a specimen of ``design`` in ``language`` as a PNG, marked as such.

    ``None`` is the built-in design. Raises ``PrintingError`` if typesetting fails.
    """
    return certificate_document.render_certificate_image(
        _specimen(design, language), language, form, mark=_("Specimen")
    )


def _specimen(design: Design | None, language: str) -> Certificate:
    passed = Completion(
        basis=Completion.Basis.EXAM,
        passed_on=_ISSUED,
        completed_at=datetime.combine(_ISSUED, datetime.min.time(), tzinfo=UTC),
        expires_on=_EXPIRES,
        language=language,
    )
    return Certificate(
        completion=passed,
        number="C1-2026-000000-00",
        code="0" * 28,
        issued_on=_ISSUED,
        expires_on=_EXPIRES,
        language=language,
        holder_name=pick_text(_NAMES, language)[0],
        course_code="C1",
        edition_number=1,
        public_titles=_TITLES,
        design=design,
    )
