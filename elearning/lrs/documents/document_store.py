"""Storage, merging and deletion of documents (xAPI 1.0.3, Part Three, 2.2; 2.0, 4.1.6).

Writers of one document wait for each other, so that preconditions hold until the change
is made and no merge is lost.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearning.lrs.documents import concurrency
from elearning.lrs.documents.concurrency import Preconditions
from elearning.lrs.documents.document_keys import DocumentKey
from elearning.lrs.errors import ConflictError, NotFoundError, RequestError
from elearning.lrs.json_parser import parse_json
from elearning.lrs.models import Activity, Agent, Document
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import id_lookup

if TYPE_CHECKING:
    from django.db.models import QuerySet

_JSON = "application/json"
_MERGE_RULE = "xAPI 1.0.3, Part 3, 2.2; xAPI 2.0, 4.1.6"
#: The maximum number of attempts while others create the same document.
_TRIES = 3


@dataclass(frozen=True)
class SentDocument:
    """A sent document: its bytes, their type, and the sender."""

    content: bytes
    content_type: str
    written_with: str

    @property
    def is_json(self) -> bool:
        return _is_json(self.content_type)


@dataclass(frozen=True)
class DocumentNames:
    """The sorted names of the documents of a context, and the time of the last change."""

    names: list[str]
    updated_at: datetime | None


def get_document(place: DocumentKey) -> Document:
    """Return a document; raise ``NotFoundError``."""
    found = Document.objects.filter(key=_key(place)).first()
    if found is None:
        raise NotFoundError("No such document is here.")
    return found


def list_document_names(place: DocumentKey, *, since: datetime | None) -> DocumentNames:
    """Return the sorted names of documents in a context, changed after ``since``.

    A state context without registration includes the documents of every registration.
    """
    found = _in_context(place)
    if since is not None:
        found = found.filter(updated_at__gt=since)
    rows = found.values_list("name", "updated_at")
    moments = [updated_at for _name, updated_at in rows]
    return DocumentNames(
        names=sorted({name for name, _updated_at in rows}),
        updated_at=max(moments, default=None),
    )


def put_document(
    place: DocumentKey,
    sent: SentDocument,
    preconditions: Preconditions,
    *,
    version: XapiVersion,
) -> None:
    """Store a document as it was sent, replacing an existing one.

    Raises ``PreconditionError``, ``ConflictError`` or ``RequestError`` by the rules of
    ``version`` (see ``concurrency``); then nothing has changed.
    """
    is_state = place.kind == Document.Kind.STATE

    def change() -> None:
        stored = _locked(place)
        etag = stored.etag if stored else None
        preconditions.demand_for_put(etag, version, is_state=is_state)
        _write(stored, place, sent)

    _in_turn(change)


def merge_document(
    place: DocumentKey, sent: SentDocument, preconditions: Preconditions
) -> None:
    """Merge the sent document into the stored one, or store it if there is none.

    Sent properties replace those with the same names as a whole. If there is none, any
    document is stored, as by ``put_document``. Raises ``RequestError`` if a document to
    merge, or one sent as JSON, is not a JSON object, and ``PreconditionError`` as
    ``put_document`` does.
    """
    if sent.is_json:
        _object(sent.content, sent.content_type, "The document sent")

    def change() -> None:
        stored = _locked(place)
        preconditions.demand(stored.etag if stored else None)
        _write(stored, place, _merged(stored, sent) if stored else sent)

    _in_turn(change)


def delete_document(place: DocumentKey, preconditions: Preconditions) -> None:
    """Delete a document; nothing happens if it does not exist."""
    with transaction.atomic():
        stored = _locked(place)
        preconditions.demand(stored.etag if stored else None)
        if stored is not None:
            stored.delete()


def delete_documents(place: DocumentKey) -> None:
    """Delete all documents of a context, of every registration if it names none."""
    _in_context(place).delete()


def _locked(place: DocumentKey) -> Document | None:
    """Return the document, locked (SQLite has one writer, and needs no row lock)."""
    return Document.objects.select_for_update().filter(key=_key(place)).first()


def _in_turn(change: Callable[[], None]) -> None:
    """Make a change, and try again if the same document was created concurrently."""
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return change()
        except IntegrityError:
            continue
    raise ConflictError("Others are writing this document just now: send it again.")


def _merged(stored: Document, sent: SentDocument) -> SentDocument:
    posted = _object(sent.content, sent.content_type, "The document sent")
    there = _object(stored.content, stored.content_type, "The document here")
    return SentDocument(
        _written(there | posted), stored.content_type, sent.written_with
    )


def _write(stored: Document | None, place: DocumentKey, sent: SentDocument) -> None:
    document = stored or Document(key=_key(place), **_row(place))
    document.content = sent.content
    document.content_type = sent.content_type
    document.etag = concurrency.compute_etag(sent.content)
    document.updated_at = timezone.now()
    document.written_with = sent.written_with
    document.save(force_insert=stored is None)


def _row(place: DocumentKey) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": place.kind,
        "registration": place.registration,
        "name": place.name,
    }
    if place.agent is not None:  # agents before activities, as in ``statement_store``
        row["agent_id"] = id_lookup.find_or_create_ids(Agent, [place.agent])[
            place.agent
        ]
    if place.activity is not None:
        row["activity_id"] = id_lookup.find_or_create_ids(Activity, [place.activity])[
            place.activity
        ]
    return row


def _in_context(place: DocumentKey) -> "QuerySet[Document]":
    found = Document.objects.filter(kind=place.kind)
    if place.activity is not None:
        found = found.filter(activity=id_lookup.find_id(Activity, place.activity) or 0)
    if place.agent is not None:
        found = found.filter(agent=id_lookup.find_id(Agent, place.agent) or 0)
    if place.registration is not None:
        found = found.filter(registration=place.registration)
    return found


def _key(place: DocumentKey) -> str:
    parts = [place.kind, place.activity, place.agent, place.registration, place.name]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _object(
    content: bytes | memoryview, content_type: str, which: str
) -> dict[str, Any]:
    """Return a document as a JSON object; raise ``RequestError`` if it is not one."""
    parsed = parse_json(bytes(content)) if _is_json(content_type) else None
    if not isinstance(parsed, dict):
        raise RequestError(
            f"{which} is not a JSON object of the type application/json.",
            requirement=_MERGE_RULE,
        )
    return parsed


def _written(document: dict[str, Any]) -> bytes:
    """Return ``document`` as JSON; lone surrogates stay escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace")


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == _JSON
