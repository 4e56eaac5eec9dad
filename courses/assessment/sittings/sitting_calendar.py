"""Calendar file of a sitting, with the course's code only (curriculum R16)."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from courses.assessment.models import Sitting
from elearning.interface import calendar_files
from elearning.languages import get_current_language


def render_sitting_calendar(sitting: Sitting, *, at: datetime) -> str:
    """Return the file in the reader's language; it replaces an older calendar entry."""
    event = calendar_files.CalendarEvent(
        key=str(sitting.key),
        starts_at=sitting.opens_at,
        ends_at=sitting.closes_at,
        summary=_("Exam of course %(code)s") % {"code": sitting.course.code},
        place=sitting.establishment.title,
        url=f"{settings.BASE_URL}/{get_current_language()}/courses/{sitting.course.slug}/",
    )
    return calendar_files.render_calendar([event], product="sittings", at=at)
