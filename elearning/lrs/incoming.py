"""What comes in: method, version, parameters and headers of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest

from elearning.lrs.errors import RequestError
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.versions import Version

VERSION_HEADER = "X-Experience-API-Version"
_MOST_PARAMETERS = 100


@dataclass(frozen=True)
class Incoming:
    """A request before anybody asked whose it is; ``body`` is ``None`` while unread."""

    method: str
    version: Version
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None = None


def version_of(headers: Mapping[str, str]) -> Version:
    """Return the version that ``headers`` name; ``RequestError`` without (3.3)."""
    try:
        return Version.of(headers.get(VERSION_HEADER))
    except SpecError as flaw:
        raise RequestError(
            f"{VERSION_HEADER}: {flaw.message}",
            requirement=flaw.rule,
        ) from None


def query(request: HttpRequest) -> dict[str, str]:
    """Return the parameters in the address of a request, as ``pairs`` does."""
    return pairs(request.META.get("QUERY_STRING", "").encode("latin-1"))


def pairs(encoded: bytes) -> dict[str, str]:
    """Return the parameters of URL-encoded text.

    ``QueryDict`` is not used: it keeps the last of two and mends what is not UTF-8.
    Raises ``RequestError`` for both, and for a NUL, which no database keeps.
    """
    try:
        found = parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError:
        raise RequestError(
            f"Parameters are URL-encoded UTF-8, at most {_MOST_PARAMETERS}.",
            requirement="xAPI 1.0.3, Part 3, 1.4",
        ) from None
    parameters = dict(found)
    if len(parameters) < len(found):
        raise RequestError("Give each parameter once.")
    if any("\0" in text for pair in found for text in pair):
        raise RequestError("A parameter has a NUL character.")
    return parameters
