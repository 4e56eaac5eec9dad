"""State, Activity Profile and Agent Profile (Part Three, 2.3, 2.6, 2.7; 2.0, 4.1.6)."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from elearning.lrs.documents import concurrency, document_keys, document_store
from elearning.lrs.documents.concurrency import Preconditions
from elearning.lrs.documents.document_keys import DocumentKey
from elearning.lrs.documents.document_store import SentDocument
from elearning.lrs.errors import RequestError
from elearning.lrs.http.authenticated_request import AuthenticatedRequest
from elearning.lrs.http.resource_views import Answer, build_resource_view, require_scope
from elearning.lrs.models import CredentialScope, Document

Kind = Document.Kind

_DEFAULT_TYPE = "application/octet-stream"
_LONGEST_TYPE = 255


def _answers(kind: Document.Kind, scope: CredentialScope) -> dict[str, Answer]:
    @require_scope(CredentialScope.ALL_READ, scope)
    def get(call: AuthenticatedRequest) -> HttpResponse:
        """Return a document unchanged, or the names of all documents of a context."""
        if document_keys.has_document_name(kind, call.parameters):
            return _one(
                document_store.get_document(DocumentKey.of(kind, call.parameters))
            )
        since, parameters = document_keys.split_since(call.parameters)
        context = DocumentKey.of_many(kind, parameters)
        return _listed(document_store.list_document_names(context, since=since))

    @require_scope(scope)
    def put(call: AuthenticatedRequest) -> HttpResponse:
        """Store a document as it was sent."""
        place = DocumentKey.of(kind, call.parameters)
        document_store.put_document(
            place, _sent(call), Preconditions.of(call), version=call.version
        )
        return HttpResponse(status=204)

    @require_scope(scope)
    def post(call: AuthenticatedRequest) -> HttpResponse:
        """Merge the sent document into the stored one, or store it."""
        place = DocumentKey.of(kind, call.parameters)
        document_store.merge_document(place, _sent(call), Preconditions.of(call))
        return HttpResponse(status=204)

    @require_scope(scope)
    def delete(call: AuthenticatedRequest) -> HttpResponse:
        """Delete a document, or all state of a context."""
        preconditions = Preconditions.of(call)
        if kind == Kind.STATE and not document_keys.has_document_name(
            kind, call.parameters
        ):
            _delete_all(DocumentKey.of_many(kind, call.parameters), preconditions)
        else:
            document_store.delete_document(
                DocumentKey.of(kind, call.parameters), preconditions
            )
        return HttpResponse(status=204)

    return {"GET": get, "PUT": put, "POST": post, "DELETE": delete}


def _delete_all(place: DocumentKey, preconditions: Preconditions) -> None:
    if preconditions:
        raise RequestError(
            "If-Match and If-None-Match are about one document: name it in stateId.",
            requirement=concurrency.RULE,
        )
    document_store.delete_documents(place)


def _sent(call: AuthenticatedRequest) -> SentDocument:
    content_type = call.headers.get("Content-Type") or _DEFAULT_TYPE
    is_plain = content_type.isascii() and content_type.isprintable()
    if not is_plain or len(content_type) > _LONGEST_TYPE:
        raise RequestError("Content-Type: this is not a media type.")
    return SentDocument(call.body, content_type, call.credential.key)


def _one(document: Document) -> HttpResponse:
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    # Documents of others are never shown as a page of ours.
    response["Content-Disposition"] = "attachment"
    return _stamped(response, document.etag, document.updated_at)


def _listed(listed: document_store.DocumentNames) -> HttpResponse:
    response = JsonResponse(listed.names, safe=False)
    etag = concurrency.compute_etag(response.content)
    return _stamped(response, etag, listed.updated_at)


def _stamped(
    response: HttpResponse, etag: str, updated_at: datetime | None
) -> HttpResponse:
    response["ETag"] = f'"{etag}"'
    if updated_at is not None:
        response["Last-Modified"] = http_date(updated_at.timestamp())
    return response


state = build_resource_view(_answers(Kind.STATE, CredentialScope.STATE))
activity_profile = build_resource_view(
    _answers(Kind.ACTIVITY_PROFILE, CredentialScope.PROFILE)
)
agent_profile = build_resource_view(
    _answers(Kind.AGENT_PROFILE, CredentialScope.PROFILE)
)
