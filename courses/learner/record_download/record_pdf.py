"""A whole training record as a PDF of several pages."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.certificates.documents import record_document
from courses.certificates.documents.certificate_texts import format_full_date
from courses.certificates.documents.record_document import RecordTable, TrainingRecord
from courses.certificates.seals import pdf_seal
from courses.records.models import Completion
from elearning.interface.state_looks import STATES
from elearning.languages import pick_text

if TYPE_CHECKING:
    from courses.learner.record_download.training_record import (
        PassedCourse,
        RecordedCertificate,
        RecordedReading,
        TrainingRecordFacts,
    )


def render_training_record(
    whole: "TrainingRecordFacts", language: str, *, attached: bytes
) -> bytes:
    """Return ``whole`` as a sealed PDF in ``language``, with ``attached`` embedded.

    Raises ``PrintingError`` if it cannot be typeset, ``UnusableKeyError`` if it cannot
    be sealed.
    """
    with override(language):
        paper = record_document.render_record_pdf(
            _record(whole), whole.at, attached=attached
        )
    return pdf_seal.seal_pdf(paper, at=whole.at)


def _record(whole: "TrainingRecordFacts") -> TrainingRecord:
    moment = date_format(timezone.localtime(whole.at), "TIME_FORMAT")
    day = format_full_date(timezone.localdate(whole.at))
    return {
        "heading": _("Training record"),
        "issuer": _("Training platform"),
        "holder": whole.holder,
        "as_of": _("As it stands on %(day)s, %(time)s") % {"day": day, "time": moment},
        "number": whole.number,
        "facts": [
            (_("Courses passed"), str(len(whole.passes))),
            (_("Certificates"), str(len(whole.certificates))),
            (_("Guidelines read and understood"), str(len(whole.readings))),
        ],
        "tables": [
            _passes(whole.passes),
            _certificates(whole.certificates),
            _readings(whole.readings),
        ],
        "closing": [
            _(
                "This record is sealed by the service: any change to the file "
                "can be detected. It shows how things stood at that moment; each "
                "certificate can be verified again by its own code."
            ),
            _("It does not show answers, results, post or place of work."),
        ],
    }


def _passes(passes: "list[PassedCourse]") -> RecordTable:
    rows = [
        [
            _named(row.course, row.titles),
            _edition(row.edition),
            _day(row.passed_on),
            _day(row.valid_until),
            str(Completion.Basis(row.basis).label),
            str(STATES[row.state].words),
        ]
        for row in passes
    ]
    columns = [
        _("Course"),
        _("Edition"),
        _("Passed on"),
        _("Valid until"),
        _("Basis"),
        _("State"),
    ]
    return {
        "heading": _("Courses passed"),
        "columns": columns,
        "widths": [3.2, 1.1, 1.5, 1.5, 1.8, 1.4],
        "rows": rows,
        "empty": _("No course has been passed yet."),
    }


def _certificates(certificates: "list[RecordedCertificate]") -> RecordTable:
    rows = [
        [
            row.number,
            row.holder,
            _named(row.course, row.titles),
            _day(row.issued_on),
            _day(row.valid_until),
            _since(row),
        ]
        for row in certificates
    ]
    columns = [
        _("Certificate number"),
        _("Name on the certificate"),
        _("Course"),
        _("Date of issue"),
        _("Valid until"),
        _("State"),
    ]
    return {
        "heading": _("Certificates"),
        "columns": columns,
        "widths": [2.2, 2.0, 2.3, 1.4, 1.4, 1.6],
        "rows": rows,
        "empty": _("No certificate has been issued yet."),
    }


def _readings(readings: "list[RecordedReading]") -> RecordTable:
    rows = [
        [
            _named(row.guideline, row.titles),
            _edition(row.edition) if row.edition else _("on paper"),
            _day(row.read_on),
        ]
        for row in readings
    ]
    return {
        "heading": _("Guidelines read and understood"),
        "columns": [_("Guideline"), _("Edition"), _("Read on")],
        "widths": [4.0, 1.2, 1.5],
        "rows": rows,
        "empty": _("No guideline has been confirmed yet."),
    }


def _named(code: str, titles: dict[str, str]) -> str:
    title = pick_text(titles)[0]
    return f"{code} — {title}" if title else code


def _edition(number: int | None) -> str:
    return str(number) if number else "—"


def _day(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def _since(row: "RecordedCertificate") -> str:
    words = str(STATES[row.state].words)
    if row.state not in {"revoked", "replaced"} or row.since is None:
        return words
    return _("%(state)s since %(day)s") % {"state": words, "day": _day(row.since)}
