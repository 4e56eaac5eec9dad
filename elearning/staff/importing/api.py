"""Staff lists for other systems: handed in, looked at, confirmed, as a person would."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, When
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, UploadedFile

from elearning.api.bearing import Bearer, KeyRequest
from elearning.api.models import Scope
from elearning.api.paging import Paging
from elearning.api.problems import RefusedError
from elearning.staff.importing import confirming
from elearning.staff.importing.errors import ListError
from elearning.staff.importing.handing_in import hand_in
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.reading import LARGEST
from elearning.staff.models import Establishment

router = Router(tags=["staff lists"], auth=Bearer(Scope.STAFF_WRITE))


class Given(Schema):
    """What is said of a list beside its file; ``complete``: who is missing there has left."""

    establishment: str
    on: date | None = None
    complete: bool = False


class Decision(Schema):
    """How many people leave, where they are many, and that faulty rows are left out."""

    leaving: int | None = None
    accepts_errors: bool = False


class Found(Schema):
    """A person who changes, or a cell that is wrong; ``row`` is that of the file.

    ``value`` is what stands in that cell.
    """

    kind: Finding.Kind
    row: int
    column: str
    value: str
    service_number: str
    sentence: str


class ListState(Schema):
    """How far a list is, what it would change, and what is wrong in it."""

    key: UUID
    state: StaffList.State
    progress: int
    counts: dict[str, int]
    leaving: int
    trouble: str
    uploaded_at: datetime
    finished_at: datetime | None
    findings: list[Found]


@router.post("", response=ListState, summary="Hand in a list")
def upload(
    request: KeyRequest, file: File[UploadedFile], given: Form[Given]
) -> dict[str, Any]:
    """Keep a list (XLSX, CSV) about a part of the service; the worker compares it."""
    seen = Establishment.objects.visible_to(request.user)
    place: Establishment = get_object_or_404(seen, code=given.establishment)
    try:
        made = hand_in(
            file.read(LARGEST + 1),
            file.name or "",
            on=given.on or timezone.localdate(),
            establishment=place,
            is_complete=given.complete,
            by=request.user,
        )
    except ListError as error:
        raise RefusedError(str(error)) from error
    return _told(made, Paging())


@router.get("/{uuid:key}", response=ListState, summary="How far a list is")
def state(request: KeyRequest, key: UUID, paging: Query[Paging]) -> dict[str, Any]:
    """Return the state of a list with a part of what was found, errors first."""
    return _told(_of(request, key), paging)


@router.post("/{uuid:key}/confirm", response=ListState, summary="Apply a list")
def confirm(request: KeyRequest, key: UUID, decision: Decision) -> dict[str, Any]:
    """Have the worker apply a list as it was compared, all of it or nothing."""
    one = _of(request, key)
    try:
        confirming.confirm(
            one,
            by=request.user,
            leaving=decision.leaving,
            accepts_errors=decision.accepts_errors,
        )
    except ListError as error:
        raise RefusedError(str(error)) from error
    return _told(_of(request, key), Paging())


@router.post("/{uuid:key}/cancel", response=ListState, summary="Call a list off")
def cancel(request: KeyRequest, key: UUID) -> dict[str, Any]:
    """Call a list off; nothing of it stays."""
    one = _of(request, key)
    try:
        confirming.cancel(one, by=request.user)
    except ListError as error:
        raise RefusedError(str(error)) from error
    return _told(one, Paging())


def _of(request: KeyRequest, key: UUID) -> StaffList:
    seen = StaffList.objects.visible_to(request.user)
    return get_object_or_404(seen, key=key)


def _told(one: StaffList, paging: Paging) -> dict[str, Any]:
    rank = Case(
        *(When(kind=kind, then=place) for place, kind in enumerate(Finding.Kind))
    )
    part = paging.part(one.findings.order_by(rank, "row", "pk"))
    return {
        "key": one.key,
        "state": one.state,
        "progress": one.progress,
        "counts": one.counts,
        "leaving": one.leaving,
        "trouble": one.troubled,
        "uploaded_at": one.uploaded_at,
        "finished_at": one.finished_at,
        "findings": [
            {
                "kind": row.kind,
                "row": row.row,
                "column": row.field,
                "value": row.value,
                "service_number": row.staff_number,
                "sentence": row.sentence if row.kind == Finding.Kind.ERROR else "",
            }
            for row in part
        ],
    }
