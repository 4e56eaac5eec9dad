"""State, Activity Profile and Agent Profile (Part Three, 2.3, 2.6, 2.7; 2.0, 4.1.6)."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from elearning.lrs import concurrency, confining, documents, places
from elearning.lrs.calls import Call
from elearning.lrs.concurrency import Preconditions
from elearning.lrs.documents import Sent
from elearning.lrs.errors import RequestError
from elearning.lrs.models import Document, Scope
from elearning.lrs.places import Place
from elearning.lrs.resources import Answer, resource, scoped

Kind = Document.Kind

_DEFAULT_TYPE = "application/octet-stream"
_LONGEST_TYPE = 255


def _answers(kind: Document.Kind, scope: Scope) -> dict[str, Answer]:
    """Return the answers of the resource of documents of one ``kind``."""

    @scoped(Scope.ALL_READ, scope)
    def get(call: Call) -> HttpResponse:
        """Answer with a document as it came, or with the names of those there are."""
        if places.names_one(kind, call.parameters):
            return _one(documents.get(_place(kind, call)))
        since, parameters = places.since_of(call.parameters)
        context = _opened(Place.of_many(kind, parameters), call)
        return _listed(documents.names(context, since=since))

    @scoped(scope)
    def put(call: Call) -> HttpResponse:
        """Store a document as it was sent."""
        place = _place(kind, call)
        documents.put(place, _sent(call), Preconditions.of(call), version=call.version)
        return HttpResponse(status=204)

    @scoped(scope)
    def post(call: Call) -> HttpResponse:
        """Merge what was sent into the document that is there, or store it."""
        place = _place(kind, call)
        documents.post(place, _sent(call), Preconditions.of(call))
        return HttpResponse(status=204)

    @scoped(scope)
    def delete(call: Call) -> HttpResponse:
        """Delete a document, or all state of a context."""
        preconditions = Preconditions.of(call)
        if kind == Kind.STATE and not places.names_one(kind, call.parameters):
            context = _opened(Place.of_many(kind, call.parameters), call)
            _delete_all(context, preconditions)
        else:
            documents.delete(_place(kind, call), preconditions)
        return HttpResponse(status=204)

    return {"GET": get, "PUT": put, "POST": post, "DELETE": delete}


def _place(kind: Document.Kind, call: Call) -> Place:
    return _opened(Place.of(kind, call.parameters), call)


def _opened(place: Place, call: Call) -> Place:
    """Return ``place`` if the call's credential opens it; raise ``ScopeError``."""
    confining.demand_own_document(
        place.agent or "", place.registration, call.credential
    )
    return place


def _delete_all(place: Place, preconditions: Preconditions) -> None:
    if preconditions:
        raise RequestError(
            "If-Match and If-None-Match are about one document: name it in stateId.",
            requirement=concurrency.RULE,
        )
    documents.delete_all(place)


def _sent(call: Call) -> Sent:
    content_type = call.headers.get("Content-Type") or _DEFAULT_TYPE
    is_plain = content_type.isascii() and content_type.isprintable()
    if not is_plain or len(content_type) > _LONGEST_TYPE:
        raise RequestError("Content-Type: this is not a media type.")
    return Sent(call.body, content_type, call.credential.key)


def _one(document: Document) -> HttpResponse:
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    # Whatever others keep here, it is never a page of ours.
    response["Content-Disposition"] = "attachment"
    return _stamped(response, document.etag, document.updated_at)


def _listed(listed: documents.Listed) -> HttpResponse:
    response = JsonResponse(listed.names, safe=False)
    etag = concurrency.etag_of(response.content)
    return _stamped(response, etag, listed.updated_at)


def _stamped(
    response: HttpResponse, etag: str, updated_at: datetime | None
) -> HttpResponse:
    response["ETag"] = f'"{etag}"'
    if updated_at is not None:
        response["Last-Modified"] = http_date(updated_at.timestamp())
    return response


state = resource(_answers(Kind.STATE, Scope.STATE))
activity_profile = resource(_answers(Kind.ACTIVITY_PROFILE, Scope.PROFILE))
agent_profile = resource(_answers(Kind.AGENT_PROFILE, Scope.PROFILE))
