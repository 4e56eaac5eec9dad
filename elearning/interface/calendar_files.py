"""Calendar files (RFC 5545), in the language of the user."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from elearning.languages import get_current_language

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75  # octets per line, RFC 5545 §3.1


@dataclass(frozen=True)
class CalendarEvent:
    """A calendar event; ``key`` is unique, ``url`` absolute."""

    key: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    url: str
    is_cancelled: bool = False


def render_calendar(
    events: Iterable[CalendarEvent], *, product: str, at: datetime
) -> str:
    """Return a calendar file of ``events``; importing it again updates them.

    ``product`` names the part of the platform that made it.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//elearning//{product}//{get_current_language().upper()}",
    ]
    for event in events:
        lines += _lines(event, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _lines(event: CalendarEvent, at: datetime) -> list[str]:
    called_off = ["STATUS:CANCELLED"] if event.is_cancelled else []
    return [
        "BEGIN:VEVENT",
        f"UID:{event.key}@elearning",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        _text("SUMMARY", event.summary),
        _text("LOCATION", event.place),
        f"URL:{event.url}",
        *called_off,
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(name: str, words: str) -> str:
    """Return a property line with special characters escaped (§3.3.11)."""
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return f"{name}:{' '.join(words.split())}"


def _folded(line: str) -> Iterator[str]:
    """Yield ``line`` in parts of valid length; each but the first begins with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
