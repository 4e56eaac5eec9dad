"""The resources of the store: about and statements."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse

from elearning.lrs import (
    confining,
    credentials,
    finding,
    formats,
    naming,
    queries,
    storing,
)
from elearning.lrs.calls import Call
from elearning.lrs.errors import RequestError
from elearning.lrs.models import Credential, Scope
from elearning.lrs.parsing import parse_json
from elearning.lrs.resources import open_resource, resource, scoped
from elearning.lrs.spec.versions import Version

_ONE_PARAMETERS = frozenset(
    {"statementId", "voidedStatementId", "format", "attachments"}
)
_READING = (Scope.ALL_READ, Scope.READ, Scope.READ_MINE)
_PUT_RULE = "xAPI 1.0.3, Part 3, 2.1.1"


def _about() -> HttpResponse:
    """Say which versions are spoken here (Part Three, 2.8)."""
    return JsonResponse({"version": [*Version], "extensions": {}})


@scoped(Scope.WRITE)
def _post(call: Call) -> HttpResponse:
    """Store one statement or a batch and answer with the ids (Part Three, 2.1.2)."""
    queries.demand_known(call.parameters, frozenset())
    content = _json(call)
    batch = content if isinstance(content, list) else [content]
    return JsonResponse(_store(batch, call), safe=False)


@scoped(Scope.WRITE)
def _put(call: Call) -> HttpResponse:
    """Store one statement under the id in the address (Part Three, 2.1.1)."""
    parameters = call.parameters
    queries.demand_known(parameters, frozenset({"statementId"}))
    if "statementId" not in parameters:
        raise RequestError("Name the statement in statementId.", requirement=_PUT_RULE)
    uuid = queries.uuid_of(parameters, "statementId")
    content = _json(call)
    if not isinstance(content, dict):
        raise RequestError("Put one statement at a time.", requirement=_PUT_RULE)
    written = content.setdefault("id", uuid)
    if isinstance(written, str) and written.lower() != uuid:
        raise RequestError(
            "This is not the id of statementId.", path="$.id", requirement=_PUT_RULE
        )
    _store([content], call)
    return HttpResponse(status=204)


@scoped(*_READING)
def _get(call: Call) -> HttpResponse:
    """Answer with one statement or with a page of them (Part Three, 2.1.3)."""
    parameters = call.parameters
    languages = formats.accepted_languages(call.headers.get("Accept-Language", ""))
    mine = _written_by(call.credential)
    if {"statementId", "voidedStatementId"} & parameters.keys():
        return _one(call, languages, mine)
    query = confining.narrowed(queries.parse(parameters), call.credential)
    found = finding.page(query, written_by=mine)
    payloads = [
        formats.formatted(payload, query.format, languages)
        for payload in confining.own(found.payloads, call.credential)
    ]
    more = ""
    if found.after is not None:
        more = f"{call.path}?cursor={query.cursor(found.after)}"
    body = f'{{"statements":[{",".join(payloads)}],"more":"{more}"}}'
    return HttpResponse(body, content_type="application/json")


def _one(call: Call, languages: list[str], mine: str | None) -> HttpResponse:
    parameters = call.parameters
    queries.demand_known(parameters, _ONE_PARAMETERS)
    if {"statementId", "voidedStatementId"} <= parameters.keys():
        raise RequestError("Ask for statementId or voidedStatementId, not for both.")
    voided = "voidedStatementId" in parameters
    name = "voidedStatementId" if voided else "statementId"
    uuid = queries.uuid_of(parameters, name)
    others = {key: parameters[key] for key in parameters if key != name}
    kind = queries.parse(others).format
    payload = finding.one(uuid, voided=voided, written_by=mine)
    payload = confining.demand_readable(payload, call.credential)
    body = formats.formatted(payload, kind, languages)
    return HttpResponse(body, content_type="application/json")


def _json(call: Call) -> Any:
    if call.content_type != "application/json":
        raise RequestError("Send statements as application/json.")
    return parse_json(call.body)


def _store(batch: list[Any], call: Call) -> list[str]:
    confining.demand_own(batch, call.credential, call.version)
    authority = credentials.authority_of(call.credential)
    try:
        with transaction.atomic():
            return storing.store(batch, authority=authority, version=call.version)
    except IntegrityError:  # somebody stored the same id at the same moment
        with transaction.atomic():
            return storing.store(batch, authority=authority, version=call.version)


def _written_by(credential: Credential) -> str | None:
    """Return whose statements alone are read, or ``None`` for everybody's."""
    if credential.has_scope(Scope.ALL, Scope.ALL_READ, Scope.READ):
        return None
    return naming.agent_name(credentials.authority_of(credential))


about = open_resource(_about)
statements = resource({"GET": _get, "POST": _post, "PUT": _put}, is_consistent=True)
