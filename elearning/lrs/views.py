"""The resources of the store: about and statements."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from elearning.lrs import (
    answering,
    confining,
    credentials,
    finding,
    naming,
    queries,
    receiving,
    storing,
)
from elearning.lrs.attachments import File
from elearning.lrs.calls import Call
from elearning.lrs.errors import RequestError
from elearning.lrs.models import Credential, Scope
from elearning.lrs.resources import no_resource, open_resource, resource, scoped
from elearning.lrs.spec.versions import Version

_READING = (Scope.ALL_READ, Scope.READ, Scope.READ_MINE)
_PUT_RULE = "xAPI 1.0.3, Part 3, 2.1.1"


def _about(spoken: Version) -> HttpResponse:
    """Say which versions a client of the mount may speak (Part Three, 2.8).

    Clients of 1.0.3 are not told of 2.0.0: some fail on a version they do not know, and
    1.0.3 allows no other than its own and older ones.
    """
    versions = [version for version in Version if version <= spoken]
    return JsonResponse({"version": versions, "extensions": {}})


@scoped(Scope.WRITE)
def _post(call: Call) -> HttpResponse:
    """Store one statement or a batch and answer with the ids (Part Three, 2.1.2)."""
    queries.demand_known(call.parameters, frozenset())
    content, files = receiving.content(call)
    batch = content if isinstance(content, list) else [content]
    return JsonResponse(_store(batch, files, call), safe=False)


@scoped(Scope.WRITE)
def _put(call: Call) -> HttpResponse:
    """Store one statement under the id in the address (Part Three, 2.1.1)."""
    parameters = call.parameters
    queries.demand_known(parameters, frozenset({"statementId"}))
    if "statementId" not in parameters:
        raise RequestError("Name the statement in statementId.", requirement=_PUT_RULE)
    uuid = queries.uuid_of(parameters, "statementId")
    content, files = receiving.content(call)
    if not isinstance(content, dict):
        raise RequestError("Put one statement at a time.", requirement=_PUT_RULE)
    written = content.setdefault("id", uuid)
    if isinstance(written, str) and written.lower() != uuid:
        raise RequestError(
            "This is not the id of statementId.", path="$.id", requirement=_PUT_RULE
        )
    _store([content], files, call)
    return HttpResponse(status=204)


@scoped(*_READING)
def _get(call: Call) -> HttpResponseBase:
    """Answer with one statement or with a page of them (Part Three, 2.1.3)."""
    credential = call.credential
    mine = _written_by(credential)
    may_define = mine is None and not credential.is_token
    if queries.names_one(call.parameters):
        uuid, voided, query = queries.parse_one(call.parameters)
        payload = finding.one(uuid, voided=voided, written_by=mine)
        payload = confining.demand_readable(payload, credential)
        return answering.one(payload, query, call, may_define=may_define)
    query = confining.narrowed(queries.parse(call.parameters), credential)
    found = finding.page(query, written_by=mine)
    payloads = confining.own(found.payloads, credential)
    after = found.after
    more = "" if after is None else f"{call.path}?cursor={query.cursor(after)}"
    return answering.many(payloads, more, query, call, may_define=may_define)


def _store(batch: list[Any], files: list[File], call: Call) -> list[str]:
    confining.demand_own(batch, call.credential, call.version)
    facts: dict[str, Any] = {
        "authority": credentials.authority_of(call.credential),
        "version": call.version,
        "files": files,
    }
    try:
        with transaction.atomic():
            return storing.store(batch, **facts)
    except IntegrityError:  # somebody stored the same id at the same moment
        with transaction.atomic():
            return storing.store(batch, **facts)


def _written_by(credential: Credential) -> str | None:
    """Return whose statements alone are read, or ``None`` for everybody's."""
    if credential.has_scope(Scope.ALL, Scope.ALL_READ, Scope.READ):
        return None
    return naming.agent_name(credentials.authority_of(credential))


about = open_resource(_about)
statements = resource({"GET": _get, "POST": _post, "PUT": _put}, is_consistent=True)
nowhere = no_resource()
