"""Parsing of requests to the statements resource: statements and attachments."""

from collections.abc import Mapping
from typing import Any

from django.utils.http import parse_header_parameters

from elearning.lrs.errors import RequestError
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.json_parser import parse_json
from elearning.lrs.statements import attachments, multipart
from elearning.lrs.statements.attachments import AttachmentFile

_JSON = "application/json"
_MIXED = "multipart/mixed"
_RULE = "xAPI 1.0.3, Part 3, 1.5"


def parse_statements(call: AuthenticatedRequest) -> tuple[Any, list[AttachmentFile]]:
    """Return the sent JSON, and the attached files (1.5).

    Raises ``RequestError`` for any other content type, and for malformed content.
    """
    if call.content_type == _JSON:
        return _json(call.body, call.content_parameters), []
    if call.content_type != _MIXED:
        raise RequestError(
            f"Send statements as {_JSON} or {_MIXED}.", requirement=_RULE
        )
    boundary = call.content_parameters.get("boundary", "")
    first, *others = multipart.parse_multipart(call.body, boundary)
    try:
        kind, facts = parse_header_parameters(first.headers.get("content-type", ""))
    except ValueError:
        kind, facts = "", {}
    if kind != _JSON:
        raise RequestError(
            f"The first part must be statements as {_JSON}.",
            path="part 0",
            requirement=f"{_RULE}.2",
        )
    return _json(first.content, facts), attachments.parse_attachment_parts(others)


def _json(body: bytes, facts: Mapping[str, str]) -> Any:
    if facts.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise RequestError("Send JSON in UTF-8.", requirement="xAPI 1.0.3, Part 3, 1.4")
    return parse_json(body)
