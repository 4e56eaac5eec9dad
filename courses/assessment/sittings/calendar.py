"""A sitting as a file for calendars (RFC 5545): the course by its code (curriculum R16)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from courses.assessment.models import Sitting
from elearning.languages import current

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75  # octets of a line, RFC 5545 §3.1


def calendar(sitting: Sitting, *, at: datetime) -> str:
    """Return the file, in the reader's language; opened again it replaces what it said before."""
    language = current()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//elearning//sittings//{language.upper()}",
        "BEGIN:VEVENT",
        f"UID:{sitting.key}@elearning",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(sitting.opens_at)}",
        f"DTEND:{_moment(sitting.closes_at)}",
        _text("SUMMARY", _("Exam of course %(code)s") % {"code": sitting.course.code}),
        _text("LOCATION", sitting.establishment.title),
        f"URL:{settings.BASE_URL}/{language}/courses/{sitting.course.slug}/",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(name: str, words: str) -> str:
    """Return a line of text, with what has a meaning of its own escaped (§3.3.11)."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return f"{name}:{' '.join(words.split())}"


def _folded(line: str) -> Iterator[str]:
    """Yield ``line`` in parts that are short enough; each but the first begins with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
