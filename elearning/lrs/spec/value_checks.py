"""Checks of single values: formatted strings, numbers, language maps and extensions."""

import re
from typing import Any

from elearning.lrs.spec import language_tags, timestamps
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.schemas import Check, MapSchema, PropertySchema

_IRI = re.compile(
    r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\x9f\ud800-\udfff<>"{}|\\^`]+"""
)
_URI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\U0010ffff<>"{}|\\^`]+""")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_MAILTO = re.compile(
    r"""mailto:[^\x00-\x20\x7f<>"@,;:?]+@[^\x00-\x20\x7f<>"@,;:?/#]+"""
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
#: SHA-224 to SHA-512 in hex.
_SHA2 = re.compile(
    r"(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE
)
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 — RFC 9110 calls it a token
_MEDIA_TYPE = re.compile(
    rf"""{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}=(?:{_TOKEN}|"[^"]*"))*"""
)
_OF_ONE = re.compile(r"1\.0(?:\.\d+)?", re.ASCII)
_OF_TWO = re.compile(r"[12]\.0(?:\.\d+)?", re.ASCII)
#: ADL's numbers for strings in a format, and for timestamps.
_FORMAT = "XAPI-00007"
_MOMENT = ("XAPI-00123", _FORMAT)
_NUMBER = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?!.*[.,]\d+[YMWDHS].)(?:{_NUMBER}W|(?=\d|T\d)"
    rf"(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)


def _string(
    pattern: re.Pattern[str], section: str, message: str, *requirements: str
) -> Check:
    """Return a check for a string in a format; ``requirements`` name the format."""
    broken = (*requirements, _FORMAT)

    def check_string(value: Any) -> None:
        if not isinstance(value, str):
            raise SpecError("2.2", "This must be a string.", "XAPI-00006")
        if not pattern.fullmatch(value):
            raise SpecError(section, message, *broken)

    return check_string


check_mailto = _string(_MAILTO, "2.4.2.3", "This must be an address: mailto:name@host.")
check_uri = _string(_URI, "4.3", "This must be a URI with a scheme.")
check_uuid = _string(_UUID, "4.4", "This must be a UUID.", "XAPI-00030")
check_sha1 = _string(_SHA1, "2.4.2.3", "This must be a SHA-1 of 40 hexadecimal digits.")
check_sha2 = _string(_SHA2, "2.4.11", "This must be a SHA-2 in hexadecimal digits.")
check_media_type = _string(
    _MEDIA_TYPE, "2.4.11", "This must be a media type such as text/plain."
)
check_duration = _string(
    _DURATION, "4.6", "This must be a duration of ISO 8601, such as PT1H.", "XAPI-00124"
)
check_version_one = _string(
    _OF_ONE, "2.4.10", "This must be a version 1.0.x.", "XAPI-00101"
)
check_version_two = _string(
    _OF_TWO, "2.4.10", "This must be a version 2.0.x, or 1.0.x.", "XAPI-00101"
)


def check_text(value: Any) -> None:
    """Accept any string."""
    if not isinstance(value, str):
        raise SpecError("2.2", "This must be a string.", "XAPI-00006")


def check_boolean(value: Any) -> None:
    """Accept true and false."""
    if not isinstance(value, bool):
        raise SpecError("2.2", "This must be true or false.", "XAPI-00006")


def check_number(value: Any) -> None:
    """Accept a number, written as a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpecError("2.2", "This must be a number.", "XAPI-00006")


def check_whole_number(value: Any) -> None:
    """Accept an integer of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        wrong = "This must be a whole number, not below 0."
        raise SpecError("2.4.11", wrong, "XAPI-00006")


def check_iri(value: Any) -> None:
    """Accept an IRI (or IRL) with its scheme."""
    if not isinstance(value, str):
        raise SpecError("2.2", "This must be a string.", "XAPI-00006")
    if not _IRI.fullmatch(value):
        broken = (_FORMAT,) if _SCHEME.match(value) else ("XAPI-00011", _FORMAT)
        raise SpecError("4.3", "This must be an IRI with a scheme.", *broken)


def check_iso_timestamp(value: Any) -> None:
    """Accept a date and time of ISO 8601; the offset -00:00 is refused."""
    if not isinstance(value, str) or not timestamps.is_iso_8601(value):
        raise SpecError("4.5", "This must be a date and time of ISO 8601.", *_MOMENT)


def check_rfc_timestamp(value: Any) -> None:
    """Accept a date and time of RFC 3339; the offset -00:00 is refused."""
    if not isinstance(value, str) or not timestamps.is_rfc_3339(value):
        raise SpecError("4.5", "This must be a date and time of RFC 3339.", *_MOMENT)


def check_language_tag(value: Any) -> None:
    """Accept a language tag of RFC 5646."""
    if not isinstance(value, str) or not language_tags.is_language_tag(value):
        wrong = "This must be a language tag of RFC 5646."
        raise SpecError("4.2", wrong, "XAPI-00013", _FORMAT)


#: Texts by language tag.
language_map = MapSchema(
    "A language map",
    "4.2",
    PropertySchema(check_language_tag, "XAPI-00121"),
    check_text,
)
#: Any values by IRI, null included.
extensions = MapSchema(
    "A map of extensions", "4.1", PropertySchema(check_iri, "XAPI-00118")
)
