"""The sheet that people sign in the room: their names, and a field for each day."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificates.documents import typesetting
from courses.certificates.documents.lettering import printable
from courses.certificates.documents.wording import look
from courses.certificates.models import Design
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Registration, Session
from courses.classroom.telling import when
from elearning.languages import current

_TEMPLATE = Path(__file__).parent / "typst" / "attendance.typ"


def pdf(session: Session, rows: Iterable[Registration], *, at: datetime) -> bytes:
    """Return the sheet for ``rows`` as a tagged PDF, in the language that is active now.

    It names the course by its code and neutral title (curriculum R16). Raises
    ``ClassroomError`` where it cannot be set.
    """
    listed = sorted(rows, key=lambda row: (row.learner.full_name, row.pk))
    place = ", ".join(filter(None, [session.place, session.room]))
    title = f"{session.course.code} — {session.course.public_title}"
    names = [(row.learner.full_name, row.learner.staff_number) for row in listed]
    words = {
        "language": current(),
        "accent": look(Design.objects.in_use())["accent"],
        "document_title": printable(f"{_('Attendance sheet')}. {title}"),
        "title": _("Attendance sheet"),
        "lead": [
            printable(title),
            printable(when((day.starts_at, day.ends_at) for day in session.days)),
            printable(place),
        ],
        "columns": ["№", _("Staff member"), _("Service number")],
        "days": [date_format(day.on, "SHORT_DATE_FORMAT") for day in session.days],
        "signature": _("Signature"),
        "rows": [
            [str(number), printable(name), printable(staff_number)]
            for number, (name, staff_number) in enumerate(names, 1)
        ],
        "teacher": _("Teacher"),
        "checked": _("Checked by a second person"),
        # Translators: keep {page} and {pages}; they stand for numbers.
        "pages": _("Page {page} of {pages}"),
    }
    try:
        return typesetting.pdf(_TEMPLATE, words, at)
    except typst.TypstError as error:
        raise ClassroomError(
            _("The sheet cannot be printed at the moment. Try again later.")
        ) from error
