"""Timestamps of statements, and their conversion to UTC.

Timestamps of 1.0.3 are ISO 8601, in extended or basic format (4.5). Those of 2.0.0 are
RFC 3339, which has calendar dates only, but allows a space for the T and lower case.
Seconds and offset are optional in both; without an offset, a timestamp is read as UTC.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

_NANO = 10**9


def _format(dash: str, colon: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<year>\d{{4}}){dash}(?:(?P<month>\d\d){dash}(?P<day>\d\d)"
        rf"|W(?P<week>\d\d){dash}(?P<weekday>[1-7])|(?P<ordinal>\d{{3}}))[T ]"
        rf"(?P<hour>[01]\d|2[0-3])(?:{colon}(?P<minute>[0-5]\d)"
        rf"(?:{colon}(?P<second>[0-5]\d|60))?)?(?:[.,](?P<fraction>\d+))?"
        r"(?P<offset>Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?",
        re.ASCII | re.IGNORECASE,
    )


_EXTENDED = _format("-", ":")
_BASIC = _format("", "")
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-][\d:]+)?", re.ASCII
)


def is_iso_8601(written: str) -> bool:
    """Tell whether ``written`` is a timestamp of 1.0.3."""
    return " " not in written and written == written.upper() and _is_moment(written)


def is_rfc_3339(written: str) -> bool:
    """Tell whether ``written`` is a timestamp of 2.0.0."""
    return bool(_RFC_3339.fullmatch(written)) and _is_moment(written)


def parse_timestamp(written: str) -> datetime:
    """Return the moment in UTC, to the microsecond; ``ValueError`` if it is invalid.

    A leap second becomes the first second of the next minute.
    """
    minute, seconds = _read(written)
    micro = int(f"{seconds[3:]:0<6}"[:6])
    try:
        return minute + timedelta(seconds=int(seconds[:2]), microseconds=micro)
    except OverflowError:
        raise ValueError(written) from None


def convert_to_utc(written: str) -> str:
    """Return a timestamp in UTC in RFC 3339 format, with its original precision.

    Raises ``ValueError`` for an invalid timestamp.
    """
    minute, seconds = _read(written)
    return f"{minute.replace(tzinfo=None).isoformat(timespec='minutes')}:{seconds}Z"


def convert_timestamps_to_utc(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement with its timestamps in UTC (IEEE 9274.1.1, 4.2.7)."""
    changed = dict(statement)
    if "timestamp" in changed:
        changed["timestamp"] = convert_to_utc(changed["timestamp"])
    if changed["object"].get("objectType") == "SubStatement":
        changed["object"] = convert_timestamps_to_utc(changed["object"])
    return changed


def _is_moment(written: str) -> bool:
    try:
        parse_timestamp(written)
    except ValueError:
        return False
    return True


def _read(written: str) -> tuple[datetime, str]:
    """Return the whole minute in UTC, and the seconds as text: ``05`` or ``05.25``."""
    found = _EXTENDED.fullmatch(written) or _BASIC.fullmatch(written)
    if found is None:
        raise ValueError(written)
    day, zone = _day(found), _zone(found["offset"])
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    later, seconds = _seconds(found)
    try:
        return (local + timedelta(minutes=later)).astimezone(UTC), seconds
    except OverflowError:
        raise ValueError(written) from None


def _day(found: re.Match[str]) -> date:
    year = int(found["year"])
    if found["month"]:
        return date(year, int(found["month"]), int(found["day"]))
    if found["week"]:
        return date.fromisocalendar(year, int(found["week"]), int(found["weekday"]))
    days = int(found["ordinal"]) - 1
    if not 0 <= days <= (date(year, 12, 31) - date(year, 1, 1)).days:
        raise ValueError(found[0])
    return date(year, 1, 1) + timedelta(days=days)


def _zone(offset: str | None) -> tzinfo:
    if offset in {None, "Z", "z"}:
        return UTC
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if offset[0] == "-" and not minutes:
        raise ValueError(offset)  # ISO 8601 forbids the offset -00:00
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _seconds(found: re.Match[str]) -> tuple[int, str]:
    """Return the minutes added by a fraction, and the seconds as text."""
    fraction = found["fraction"]
    if found["second"]:
        return 0, f"{found['second']}.{fraction}" if fraction else found["second"]
    if not fraction:
        return 0, "00"
    unit = 60 if found["minute"] else 3600  # a fraction of a minute, or of an hour
    minutes, nano = divmod(int(f"{fraction:0<9}"[:9]) * unit, 60 * _NANO)
    seconds = f"{nano // _NANO:02}.{nano % _NANO:09}"
    return minutes, seconds.rstrip("0").rstrip(".") if nano % _NANO else seconds[:2]
