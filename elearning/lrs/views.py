"""The resources of the store: about and statements."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from elearning.lrs import credentials, finding, formats, naming, queries, storing
from elearning.lrs.errors import RequestError
from elearning.lrs.models import Credential, Scope
from elearning.lrs.parsing import parse_json
from elearning.lrs.resources import VERSION, resource, scoped

_ONE_PARAMETERS = frozenset(
    {"statementId", "voidedStatementId", "format", "attachments"}
)
_READING = (Scope.ALL_READ, Scope.READ, Scope.READ_MINE)
_PUT_RULE = "xAPI 1.0.3, Part 3, 2.1.1"


def _about(request: HttpRequest) -> HttpResponse:
    """Say which versions are spoken here (Part Three, 2.8)."""
    return JsonResponse({"version": [VERSION], "extensions": {}})


@scoped(Scope.WRITE)
def _post(request: HttpRequest, credential: Credential) -> HttpResponse:
    """Store one statement or a batch and answer with the ids (Part Three, 2.1.2)."""
    queries.demand_known(request.GET.dict(), frozenset())
    content = _json(request)
    batch = content if isinstance(content, list) else [content]
    return JsonResponse(_store(batch, credential), safe=False)


@scoped(Scope.WRITE)
def _put(request: HttpRequest, credential: Credential) -> HttpResponse:
    """Store one statement under the id in the address (Part Three, 2.1.1)."""
    parameters = request.GET.dict()
    queries.demand_known(parameters, frozenset({"statementId"}))
    if "statementId" not in parameters:
        raise RequestError("Name the statement in statementId.", requirement=_PUT_RULE)
    uuid = queries.uuid_of(parameters, "statementId")
    content = _json(request)
    if not isinstance(content, dict):
        raise RequestError("Put one statement at a time.", requirement=_PUT_RULE)
    written = content.setdefault("id", uuid)
    if isinstance(written, str) and written.lower() != uuid:
        raise RequestError(
            "This is not the id of statementId.", path="$.id", requirement=_PUT_RULE
        )
    _store([content], credential)
    return HttpResponse(status=204)


@scoped(*_READING)
def _get(request: HttpRequest, credential: Credential) -> HttpResponse:
    """Answer with one statement or with a page of them (Part Three, 2.1.3)."""
    parameters = request.GET.dict()
    languages = formats.accepted_languages(request.headers.get("Accept-Language", ""))
    mine = _written_by(credential)
    if {"statementId", "voidedStatementId"} & parameters.keys():
        return _one(parameters, languages, mine)
    query = queries.parse(parameters)
    found = finding.page(query, written_by=mine)
    payloads = [
        formats.formatted(payload, query.format, languages)
        for payload in found.payloads
    ]
    more = ""
    if found.after is not None:
        more = f"{reverse('lrs:statements')}?cursor={query.cursor(found.after)}"
    body = f'{{"statements":[{",".join(payloads)}],"more":"{more}"}}'
    return HttpResponse(body, content_type="application/json")


def _one(
    parameters: dict[str, str], languages: list[str], mine: str | None
) -> HttpResponse:
    queries.demand_known(parameters, _ONE_PARAMETERS)
    if {"statementId", "voidedStatementId"} <= parameters.keys():
        raise RequestError("Ask for statementId or voidedStatementId, not for both.")
    voided = "voidedStatementId" in parameters
    name = "voidedStatementId" if voided else "statementId"
    uuid = queries.uuid_of(parameters, name)
    others = {key: parameters[key] for key in parameters if key != name}
    kind = queries.parse(others).format
    payload = finding.one(uuid, voided=voided, written_by=mine)
    body = formats.formatted(payload, kind, languages)
    return HttpResponse(body, content_type="application/json")


def _json(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise RequestError("Send statements as application/json.")
    return parse_json(request.body)


def _store(batch: list[Any], credential: Credential) -> list[str]:
    authority = credentials.authority_of(credential)
    try:
        with transaction.atomic():
            return storing.store(batch, authority=authority)
    except IntegrityError:  # somebody stored the same id at the same moment
        with transaction.atomic():
            return storing.store(batch, authority=authority)


def _written_by(credential: Credential) -> str | None:
    """Return whose statements alone are read, or ``None`` for everybody's."""
    if credential.has_scope(Scope.ALL, Scope.ALL_READ, Scope.READ):
        return None
    return naming.agent_name(credentials.authority_of(credential))


about = resource({"GET": _about}, is_open=True)
statements = resource({"GET": _get, "POST": _post, "PUT": _put}, is_consistent=True)
