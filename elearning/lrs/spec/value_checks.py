"""Checks of single values: formatted strings, numbers, language maps and extensions."""

import re
from functools import lru_cache
from typing import Any

from elearning.lrs.spec import timestamps
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

#: RFC 5646, section 2.1.
_LANGUAGE_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)"
    r"(?P<extensions>(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*)"
    r"(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+"
    r"|en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo"
    r"|i-navajo|i-pwn|i-tao|i-tay|i-tsu|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE)",
    re.IGNORECASE | re.ASCII,
)
_SINGLETON = re.compile(r"-([a-z\d])(?=-)")
#: RFC 5646, 4.4.1: the length systems must support. Only tags up to it are cached.
_USUAL_TAG_LENGTH = 35


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
    if not isinstance(value, str) or not _is_language_tag(value):
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


def _is_language_tag(written: str) -> bool:
    """Tell whether ``written`` is a well-formed tag without duplicates."""
    if len(written) <= _USUAL_TAG_LENGTH:
        return _is_usual_tag(written)
    return _is_tag(written)


def _is_tag(written: str) -> bool:
    found = _LANGUAGE_TAG.fullmatch(written)
    if found is None:
        return False
    variants = (found["variants"] or "").lower().split("-")[1:]
    singletons = _SINGLETON.findall((found["extensions"] or "").lower())
    return not _repeats(variants) and not _repeats(singletons)


def _repeats(subtags: list[str]) -> bool:
    return len(set(subtags)) < len(subtags)


_is_usual_tag = lru_cache(maxsize=1024)(_is_tag)
