"""Responses of the statements resource, in a format, with or without attachments."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from elearning.lrs.http import statement_formats
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.statements import activity_definitions, attachments, multipart
from elearning.lrs.statements.multipart import BodyPart
from elearning.lrs.statements.statement_query import StatementQuery

_JSON = "application/json"


def build_statement_response(
    payload: str, query: StatementQuery, call: AuthenticatedRequest, *, may_define: bool
) -> HttpResponseBase:
    """Return a response with one statement; ``Last-Modified`` is when it was stored (2.1.3)."""
    (text,) = _formatted([payload], query, call, may_define=may_define)
    response = _response(text, [payload], query)
    stored = datetime.fromisoformat(json.loads(payload)["stored"])
    response["Last-Modified"] = http_date(stored.timestamp())
    return response


def build_page_response(
    payloads: Sequence[str],
    more: str,
    query: StatementQuery,
    call: AuthenticatedRequest,
    *,
    may_define: bool,
) -> HttpResponseBase:
    """Return a StatementResult (Part Two, 2.5); ``more`` is a relative IRL."""
    texts = _formatted(payloads, query, call, may_define=may_define)
    text = f'{{"statements":[{",".join(texts)}],"more":"{more}"}}'
    return _response(text, payloads, query)


def _formatted(
    payloads: Sequence[str],
    query: StatementQuery,
    call: AuthenticatedRequest,
    *,
    may_define: bool,
) -> Sequence[str]:
    """Return ``payloads`` as requested; ``may_define`` allows others’ definitions."""
    if query.format == "exact":
        return payloads
    contents = [json.loads(payload) for payload in payloads]
    if query.format == "ids":
        return [
            statement_formats.serialize_statement(
                statement_formats.reduce_to_ids(content)
            )
            for content in contents
        ]
    if may_define:
        _define(contents)
    languages = _languages(call)
    return [
        statement_formats.serialize_statement(
            statement_formats.reduce_to_one_language(content, languages)
        )
        for content in contents
    ]


def _languages(call: AuthenticatedRequest) -> list[str]:
    """Return the reader’s languages, best first; then ours, also for any (*)."""
    accepted = statement_formats.parse_accept_language(
        call.headers.get("Accept-Language", "")
    )
    ours = settings.LANGUAGE_CODE
    return [ours if tag == "*" else tag for tag in accepted] + [ours]


def _define(contents: Sequence[dict[str, Any]]) -> None:
    """Set the canonical definitions of activities: one query."""
    activities = list(
        chain.from_iterable(map(activity_definitions.iter_activities, contents))
    )
    definitions = activity_definitions.find_definitions(
        {activity["id"] for activity in activities}
    )
    for activity in activities:
        if definition := definitions.get(activity["id"]):
            activity["definition"] = definition


def _response(
    text: str, payloads: Sequence[str], query: StatementQuery
) -> HttpResponseBase:
    """Return ``text``, as multipart with the attachments if requested."""
    if not query.attachments:
        return HttpResponse(text, content_type=_JSON)
    boundary = multipart.generate_boundary()
    return StreamingHttpResponse(
        multipart.write_multipart(_parts(text, payloads), boundary),
        content_type=f"multipart/mixed; boundary={boundary}",
    )


def _parts(text: str, payloads: Sequence[str]) -> Iterator[BodyPart]:
    yield BodyPart({"Content-Type": _JSON}, text.encode())
    yield from attachments.iter_attachment_parts(payloads)
