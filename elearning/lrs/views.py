"""The about and statements resources of the store."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

from elearning.lrs.access import xapi_credentials
from elearning.lrs.errors import RequestError
from elearning.lrs.http import responses
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.http.resource_views import (
    build_not_found_view,
    build_public_view,
    build_resource_view,
    require_scope,
)
from elearning.lrs.json_parser import parse_json
from elearning.lrs.models import Credential, CredentialScope
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import (
    attachments,
    identifiers,
    multipart,
    statement_lookup,
    statement_query,
    statement_store,
)
from elearning.lrs.statements.attachments import AttachmentFile

_READING = (CredentialScope.ALL_READ, CredentialScope.READ, CredentialScope.READ_MINE)
_PUT_RULE = "xAPI 1.0.3, Part 3, 2.1.1"
_BODY_RULE = "xAPI 1.0.3, Part 3, 1.5"
_JSON, _MIXED = "application/json", "multipart/mixed"


def _about(spoken: XapiVersion) -> HttpResponse:
    """Return the versions a client of the mount may use (Part Three, 2.8).

    Clients of 1.0.3 are not offered 2.0.0: some fail on an unknown version, and 1.0.3
    allows only itself and older ones.
    """
    versions = [version for version in XapiVersion if version <= spoken]
    return JsonResponse({"version": versions, "extensions": {}})


@require_scope(CredentialScope.WRITE)
def _post(call: AuthenticatedRequest) -> HttpResponse:
    """Store one statement or a batch and return the ids (Part Three, 2.1.2)."""
    statement_query.check_parameter_names(call.parameters, frozenset())
    content, files = _parse_statements(call)
    batch = content if isinstance(content, list) else [content]
    return JsonResponse(_store(batch, files, call), safe=False)


@require_scope(CredentialScope.WRITE)
def _put(call: AuthenticatedRequest) -> HttpResponse:
    """Store one statement under the id in the URL (Part Three, 2.1.1)."""
    parameters = call.parameters
    statement_query.check_parameter_names(parameters, frozenset({"statementId"}))
    if "statementId" not in parameters:
        raise RequestError("Name the statement in statementId.", requirement=_PUT_RULE)
    uuid = statement_query.require_uuid(parameters, "statementId")
    content, files = _parse_statements(call)
    if not isinstance(content, dict):
        raise RequestError("Put one statement at a time.", requirement=_PUT_RULE)
    written = content.setdefault("id", uuid)
    if isinstance(written, str) and written.lower() != uuid:
        raise RequestError(
            "This is not the id of statementId.", path="$.id", requirement=_PUT_RULE
        )
    _store([content], files, call)
    return HttpResponse(status=204)


@require_scope(*_READING)
def _get(call: AuthenticatedRequest) -> HttpResponseBase:
    """Return one statement or a page of them (Part Three, 2.1.3)."""
    mine = _written_by(call.credential)
    if statement_query.has_statement_id(call.parameters):
        uuid, voided, query = statement_query.parse_single_query(call.parameters)
        payload = statement_lookup.get_payload(uuid, voided=voided, written_by=mine)
        return responses.build_statement_response(
            payload, query, call, may_define=mine is None
        )
    query = statement_query.parse_query(call.parameters)
    found = statement_lookup.list_statements(query, written_by=mine)
    after = found.after
    more = "" if after is None else f"{call.path}?cursor={query.cursor(after)}"
    return responses.build_page_response(
        found.payloads, more, query, call, may_define=mine is None
    )


def _parse_statements(call: AuthenticatedRequest) -> tuple[Any, list[AttachmentFile]]:
    """Return the sent JSON, and the attached files (1.5).

    Raises ``RequestError`` for any other content type, and for malformed content.
    """
    if call.content_type == _JSON:
        return _json(call.body, call.content_parameters), []
    if call.content_type != _MIXED:
        raise RequestError(
            f"Send statements as {_JSON} or {_MIXED}.", requirement=_BODY_RULE
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
            requirement=f"{_BODY_RULE}.2",
        )
    return _json(first.content, facts), attachments.parse_attachment_parts(others)


def _json(body: bytes, facts: Mapping[str, str]) -> Any:
    if facts.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise RequestError("Send JSON in UTF-8.", requirement="xAPI 1.0.3, Part 3, 1.4")
    return parse_json(body)


def _store(
    batch: list[Any], files: list[AttachmentFile], call: AuthenticatedRequest
) -> list[str]:
    facts: dict[str, Any] = {
        "authority": xapi_credentials.build_authority(call.credential),
        "version": call.version,
        "files": files,
    }
    try:
        with transaction.atomic():
            return statement_store.store_statements(batch, **facts)
    except IntegrityError:  # the same id was stored concurrently
        with transaction.atomic():
            return statement_store.store_statements(batch, **facts)


def _written_by(credential: Credential) -> str | None:
    """Return the only authority whose statements may be read, or ``None`` for all."""
    if credential.has_scope(
        CredentialScope.ALL, CredentialScope.ALL_READ, CredentialScope.READ
    ):
        return None
    return identifiers.find_agent_name(xapi_credentials.build_authority(credential))


about = build_public_view(_about)
statements = build_resource_view(
    {"GET": _get, "POST": _post, "PUT": _put}, is_consistent=True
)
nowhere = build_not_found_view()
