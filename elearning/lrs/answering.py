"""What the statements resource answers: payloads in a format, with or without data."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date

from elearning.lrs import attachments, canonical, formats, multipart
from elearning.lrs.calls import Call
from elearning.lrs.multipart import Part
from elearning.lrs.queries import Query

_JSON = "application/json"


def one(
    payload: str, query: Query, call: Call, *, may_define: bool
) -> HttpResponseBase:
    """Answer with one statement; ``Last-Modified`` is when it was stored (2.1.3)."""
    (text,) = _formatted([payload], query, call, may_define=may_define)
    response = _response(text, [payload], query)
    stored = datetime.fromisoformat(json.loads(payload)["stored"])
    response["Last-Modified"] = http_date(stored.timestamp())
    return response


def many(
    payloads: Sequence[str], more: str, query: Query, call: Call, *, may_define: bool
) -> HttpResponseBase:
    """Answer with a StatementResult (Part Two, 2.5); ``more`` is a relative IRL."""
    texts = _formatted(payloads, query, call, may_define=may_define)
    text = f'{{"statements":[{",".join(texts)}],"more":"{more}"}}'
    return _response(text, payloads, query)


def _formatted(
    payloads: Sequence[str], query: Query, call: Call, *, may_define: bool
) -> Sequence[str]:
    """Return ``payloads`` as asked for.

    ``may_define``: whether this reader may see what others said an activity is.
    """
    if query.format == "exact":
        return payloads
    contents = [json.loads(payload) for payload in payloads]
    if query.format == "ids":
        return [formats.written(formats.ids_only(content)) for content in contents]
    if may_define:
        _define(contents)
    languages = _languages(call)
    return [
        formats.written(formats.in_one_language(content, languages))
        for content in contents
    ]


def _languages(call: Call) -> list[str]:
    """Return the reader's languages, the best first; then ours, also for any (*)."""
    accepted = formats.accepted_languages(call.headers.get("Accept-Language", ""))
    ours = settings.LANGUAGE_CODE
    return [ours if tag == "*" else tag for tag in accepted] + [ours]


def _define(contents: Sequence[dict[str, Any]]) -> None:
    """Give activities their canonical definitions: one query."""
    activities = list(chain.from_iterable(map(canonical.activities, contents)))
    definitions = canonical.definitions({activity["id"] for activity in activities})
    for activity in activities:
        if definition := definitions.get(activity["id"]):
            activity["definition"] = definition


def _response(text: str, payloads: Sequence[str], query: Query) -> HttpResponseBase:
    """Return ``text``, in several parts with the data of attachments if asked for."""
    if not query.attachments:
        return HttpResponse(text, content_type=_JSON)
    boundary = multipart.new_boundary()
    return StreamingHttpResponse(
        multipart.write(_parts(text, payloads), boundary),
        content_type=f"multipart/mixed; boundary={boundary}",
    )


def _parts(text: str, payloads: Sequence[str]) -> Iterator[Part]:
    yield Part({"Content-Type": _JSON}, text.encode())
    yield from attachments.of(payloads)
