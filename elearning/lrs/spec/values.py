"""Single values: strings in a format, numbers, language maps and extensions."""

import re
from datetime import date
from typing import Any

from elearning.lrs.spec.flaws import SpecError

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|\\^`]+""")
_MAILTO = re.compile(r"""mailto:[^\x00-\x20\x7f<>"@]+@[^\x00-\x20\x7f<>"@]+""")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
#: SHA-224 to SHA-512 in hexadecimal.
_SHA2 = re.compile(
    r"(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})", re.IGNORECASE
)
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 — RFC 9110 calls it a token
_MEDIA_TYPE = re.compile(
    rf"""{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}=(?:{_TOKEN}|"[^"]*"))*"""
)
_VERSION = re.compile(r"1\.0(?:\.\d+)?")
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d"
    r"(?::(?:[0-5]\d|60)(?:[.,]\d+)?)?"
    r"(?:Z|([+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?))?",
    re.ASCII,
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?!.*[.,]\d+[YMWDHS].)(?:{_NUMBER}W|(?=\d|T\d)"
    rf"(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)
#: RFC 5646, section 2.1, without the registry.
_LANGUAGE = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*"
    r"(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|x(?:-[a-z\d]{1,8})+"
    r"|en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo"
    r"|i-navajo|i-pwn|i-tao|i-tay|i-tsu|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE)",
    re.IGNORECASE | re.ASCII,
)


def text(value: Any) -> None:
    """Accept any string."""
    if not isinstance(value, str):
        raise SpecError("2.2", "This must be a string.")


def boolean(value: Any) -> None:
    """Accept true and false."""
    if not isinstance(value, bool):
        raise SpecError("2.2", "This must be true or false.")


def number(value: Any) -> None:
    """Accept a number, written as a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpecError("2.2", "This must be a number.")


def whole_number(value: Any) -> None:
    """Accept an integer from nought."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SpecError("2.4.11", "This must be a whole number, not below 0.")


def iri(value: Any) -> None:
    """Accept an IRI (or IRL) with its scheme."""
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise SpecError("4.3", "This must be an IRI with a scheme.")


def mailto(value: Any) -> None:
    """Accept a mail address as an IRI."""
    if not isinstance(value, str) or not _MAILTO.fullmatch(value):
        raise SpecError("2.4.2.3", "This must be an address: mailto:name@host.")


def uuid(value: Any) -> None:
    """Accept a UUID in its usual spelling."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise SpecError("4.4", "This must be a UUID.")


def sha1(value: Any) -> None:
    """Accept a SHA-1 in hexadecimal."""
    if not isinstance(value, str) or not _SHA1.fullmatch(value):
        raise SpecError("2.4.2.3", "This must be a SHA-1 of 40 hexadecimal digits.")


def sha2(value: Any) -> None:
    """Accept a SHA-2 in hexadecimal."""
    if not isinstance(value, str) or not _SHA2.fullmatch(value):
        raise SpecError("2.4.11", "This must be a SHA-2 in hexadecimal digits.")


def media_type(value: Any) -> None:
    """Accept an Internet media type."""
    if not isinstance(value, str) or not _MEDIA_TYPE.fullmatch(value):
        raise SpecError("2.4.11", "This must be a media type such as text/plain.")


def version(value: Any) -> None:
    """Accept 1.0 and 1.0.x."""
    if not isinstance(value, str) or not _VERSION.fullmatch(value):
        raise SpecError("2.4.10", "This must be a version 1.0.x.")


def timestamp(value: Any) -> None:
    """Accept a date and time of ISO 8601; the offset may not be minus nought."""
    found = _TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if not found or not _is_a_day(*found.groups()[:3]):
        raise SpecError("4.5", "This must be a date and time of ISO 8601.")
    offset = found[4]
    if offset and offset.replace(":", "") in {"-00", "-0000"}:
        raise SpecError("4.5", "The offset may not be -00, -0000 or -00:00.")


def duration(value: Any) -> None:
    """Accept a duration of ISO 8601; weeks stand alone."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise SpecError("4.6", "This must be a duration of ISO 8601, such as PT1H.")


def language(value: Any) -> None:
    """Accept a language tag of RFC 5646."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise SpecError("4.2", "This must be a language tag of RFC 5646.")


def language_map(value: Any) -> None:
    """Accept texts by language tag."""
    if not isinstance(value, dict):
        raise SpecError("4.2", "This must be a map of language tags to texts.")
    for tag, item in value.items():
        try:
            language(tag)
            text(item)
        except SpecError as flaw:
            flaw.inside(tag)
            raise


def extensions(value: Any) -> None:
    """Accept a map of IRIs to anything, null included."""
    if not isinstance(value, dict):
        raise SpecError("4.1", "Extensions must be a map of IRIs to values.")
    for key in value:
        try:
            iri(key)
        except SpecError as flaw:
            flaw.inside(key)
            raise


def _is_a_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
