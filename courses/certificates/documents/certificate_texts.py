"""Texts of a printed certificate, in the active language."""

import re
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.models import Certificate, Design, Palette
from courses.records.models import Completion
from elearning.languages import get_current_language, pick_text


def build_certificate_texts(
    certificate: Certificate, practice: Sequence[str] = ()
) -> dict[str, object]:
    """Return all texts of the sheet and the card, by the names in their templates.

    ``practice`` are lines about observed practice, printed apart from the exam result.
    They mention neither the holder’s post nor their place of work (curriculum R20).
    """
    title, title_language = pick_text(certificate.public_titles)
    design = certificate.design
    own = build_default_texts() | _own_words(design)
    return {
        "language": get_current_language(),
        "look": build_appearance(design),
        "document_title": _("Certificate %(number)s") % {"number": certificate.number},
        "issuer": own["issuer"],
        "heading": own["heading"],
        "holder_label": own["holder_line"],
        "holder": make_printable(certificate.holder_name),
        "course_label": _achievement(certificate.completion),
        "title": make_printable(title),
        "title_language": title_language,
        "facts": _facts(certificate),
        "card": _card_words(certificate),
        "check_heading": _("Verify certificate"),
        "check_text": _(
            "Scan the code with a phone, or open the address and enter the "
            "characters below it. The page shows whether the certificate is "
            "genuine and valid, but no names."
        ),
        "address": f"{settings.BASE_URL}/v/",
        "link": certificate.short_url,
        "code": certificate.grouped_code,
        "qr_alt": _("QR code with the address of the verification page"),
        "basis": _basis(certificate.completion, own.get("basis", "")),
        "limit": _(
            "This certificate confirms knowledge; observed practice is "
            "certified separately."
        ),
        "closing": own.get("closing", ""),
        "office": own.get("office", ""),
        "signature": _("Signature"),
        "mark": "",
        "demonstration": "",
        "attached_description": _("The same certificate as a digital credential"),
        "practice_heading": _("Observed practice"),
        "practice": [make_printable(line) for line in practice],
    }


def build_appearance(design: Design | None) -> dict[str, object]:
    """Return the colour and the emblem, if any, of ``design``."""
    design = design or Design(palette=Palette.SKY)
    return {
        "accent": design.colour,
        "emblem": design.emblem or None,
        "emblem_alt": _("Emblem of the issuer"),
    }


def build_default_texts() -> dict[str, str]:
    """Return the texts of the built-in design by field."""
    return {
        "issuer": _("Training platform"),
        "heading": _("Certificate"),
        "holder_line": _("Holder of this certificate"),
    }


def _own_words(design: Design | None) -> dict[str, str]:
    said = design.words.get(get_current_language(), {}) if design else {}
    return {name: make_printable(text) for name, text in said.items() if text}


def _card_words(certificate: Certificate) -> dict[str, object]:
    """Return the texts of the pocket card that the sheet lacks."""
    return {
        "heading": _("Pocket card of certificate %(number)s")
        % {"number": certificate.number},
        "how": [
            _("Print on A4 at full size (100 %), on stiff paper if possible."),
            _("Cut along the marks, then fold in the middle, with the print outside."),
            _("Glue or laminate. The card is the size of a bank card."),
        ],
        "scale": _("At full size this line is 100 mm long."),
        "check": _("Scan the code, or type the characters at the address."),
    }


def format_full_date(on: date) -> str:
    """Return ``on`` in full: 2 March 2026."""
    # Translators: a date in full for documents, in the format letters of Django's date
    # filter: Russian “j E Y года”, Kazakh “Y жылғы j E”.
    pattern = pgettext("format of a date in full", "j E Y")
    # Keep a number with its word; between such pairs a narrow line may break.
    written = re.sub(r"(\d) (?=\D)", "\\1\N{NO-BREAK SPACE}", format_date(on, pattern))
    # Django’s Kazakh catalogue capitalises months, unlike Kazakh.
    return written.lower() if get_current_language() == "kk" else written


def _facts(certificate: Certificate) -> list[tuple[str, str]]:
    facts = [
        (_("Certificate number"), certificate.number),
        (_("Date of issue"), format_full_date(certificate.issued_on)),
        (_("Valid until"), format_full_date(certificate.expires_on)),
    ]
    if certificate.edition_number is None:
        return [*facts, (_("Course"), certificate.course_code)]
    edition = _("%(course)s, edition %(number)s") % {
        "course": certificate.course_code,
        "number": certificate.edition_number,
    }
    return [*facts, (_("Course and edition"), edition)]


def _achievement(completion: Completion) -> str:
    match completion.basis:
        case Completion.Basis.EXAM:
            return _("Course completed, final exam passed")
        case Completion.Basis.EXTERNAL:
            return _("Equivalent training recognised")
        case Completion.Basis.REFRESHER:
            return _("Course renewed, refresher passed")
        case Completion.Basis.CLASSROOM:
            return _("Course completed, attended in a classroom")
        case _:
            return _("Course completed")


def _basis(completion: Completion, order: str) -> list[str]:
    """Return the order under which the office certifies, and the basis of the completion."""
    order = order or settings.CERTIFICATE_BASIS.get(get_current_language(), "")
    match completion.basis:
        case Completion.Basis.EXAM:
            ground = _("Basis: final exam, passed on %(date)s.")
        case Completion.Basis.EXTERNAL:
            ground = _("Basis: equivalent training, recognised on %(date)s.")
        case Completion.Basis.REFRESHER:
            ground = _("Basis: refresher of the course, passed on %(date)s.")
        case Completion.Basis.CLASSROOM:
            ground = _("Basis: classroom course, attended until %(date)s.")
        case _:
            ground = _("Basis: all lessons, finished on %(date)s.")
    lines = [order, ground % {"date": format_full_date(completion.passed_on)}]
    return [line for line in lines if line]
