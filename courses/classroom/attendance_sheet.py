"""The attendance sheet to sign in the room, with a field per person and day."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificates.documents import typst_compiler
from courses.certificates.documents.certificate_texts import build_appearance
from courses.certificates.documents.font_coverage import make_printable
from courses.certificates.models import Design
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Registration, Session
from courses.classroom.session_notices import format_session_days
from elearning.languages import get_current_language

_TEMPLATE = Path(__file__).parent / "typst" / "attendance.typ"


def render_attendance_sheet(
    session: Session, rows: Iterable[Registration], *, at: datetime
) -> bytes:
    """Return the sheet for ``rows`` as a tagged PDF, in the active language.

    The course is named by its code and neutral title (curriculum R16). Raises
    ``ClassroomError`` if it cannot be typeset.
    """
    listed = sorted(rows, key=lambda row: (row.learner.full_name, row.pk))
    place = ", ".join(filter(None, [session.place, session.room]))
    title = f"{session.course.code} — {session.course.public_title}"
    names = [(row.learner.full_name, row.learner.staff_number) for row in listed]
    words = {
        "language": get_current_language(),
        "accent": build_appearance(Design.objects.in_use())["accent"],
        "document_title": make_printable(f"{_('Attendance sheet')}. {title}"),
        "title": _("Attendance sheet"),
        "lead": [
            make_printable(title),
            make_printable(
                format_session_days(
                    (day.starts_at, day.ends_at) for day in session.days
                )
            ),
            make_printable(place),
        ],
        "columns": ["№", _("Staff member"), _("Service number")],
        "days": [date_format(day.on, "SHORT_DATE_FORMAT") for day in session.days],
        "signature": _("Signature"),
        "rows": [
            [str(number), make_printable(name), make_printable(staff_number)]
            for number, (name, staff_number) in enumerate(names, 1)
        ],
        "teacher": _("Teacher"),
        "checked": _("Checked by a second person"),
        # Translators: keep {page} and {pages}; they stand for numbers.
        "pages": _("Page {page} of {pages}"),
    }
    try:
        return typst_compiler.compile_pdf(_TEMPLATE, words, at)
    except typst.TypstError as error:
        raise ClassroomError(
            _("The sheet cannot be printed at the moment. Try again later.")
        ) from error
