"""Incoming requests: method, version, parameters and headers."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.http import HttpRequest

from elearning.lrs.errors import RequestError
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion

VERSION_HEADER = "X-Experience-API-Version"
_MOST_PARAMETERS = 100


@dataclass(frozen=True)
class IncomingRequest:
    """A request before authentication; ``body`` is ``None`` while unread."""

    method: str
    version: XapiVersion
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes | None = None


def require_version(headers: Mapping[str, str]) -> XapiVersion:
    """Return the version named in ``headers``; ``RequestError`` without one (3.3)."""
    try:
        return XapiVersion.of(headers.get(VERSION_HEADER))
    except SpecError as flaw:
        raise RequestError(
            f"{VERSION_HEADER}: {flaw.message}",
            requirement=flaw.rule,
        ) from None


def parse_query_string(request: HttpRequest) -> dict[str, str]:
    """Return the query parameters of a request, as ``parse_url_encoded`` does."""
    return parse_url_encoded(request.META.get("QUERY_STRING", "").encode("latin-1"))


def parse_url_encoded(encoded: bytes) -> dict[str, str]:
    """Return the parameters of URL-encoded text.

    ``QueryDict`` is not used: it keeps the last of duplicates and replaces invalid
    UTF-8. This function raises ``RequestError`` for both, and for NUL, which databases
    do not store.
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
