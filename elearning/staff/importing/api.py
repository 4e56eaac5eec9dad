"""HTTP API of staff lists: upload, status, confirmation and cancellation."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, When
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema, UploadedFile

from elearning.api.bearer_auth import AccessKeyRequest, Bearer
from elearning.api.models import AccessScope
from elearning.api.pagination import PageParameters
from elearning.api.problem_details import RequestRefusedError
from elearning.staff.importing import staff_list_confirmation
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import Finding, StaffList
from elearning.staff.importing.staff_list_upload import create_staff_list
from elearning.staff.importing.table_reader import LARGEST
from elearning.staff.models import Establishment

router = Router(tags=["staff lists"], auth=Bearer(AccessScope.STAFF_WRITE))


class StaffListUploadSchema(Schema):
    """Fields of an upload; ``complete``: people missing from the list have left."""

    establishment: str
    on: date | None = None
    complete: bool = False


class StaffListConfirmationSchema(Schema):
    """The number of people leaving, for mass departures, and whether faulty rows are skipped."""

    leaving: int | None = None
    accepts_errors: bool = False


class StaffListFindingSchema(Schema):
    """A change of a person, or a faulty cell; ``row`` is that of the file.

    ``value`` is the content of the cell.
    """

    kind: Finding.Kind
    row: int
    column: str
    value: str
    service_number: str
    sentence: str


class StaffListSchema(Schema):
    """The state of a list, its changes and its errors."""

    key: UUID
    state: StaffList.State
    progress: int
    counts: dict[str, int]
    leaving: int
    trouble: str
    uploaded_at: datetime
    finished_at: datetime | None
    findings: list[StaffListFindingSchema]


@router.post("", response=StaffListSchema, summary="Hand in a list")
def upload_staff_list(
    request: AccessKeyRequest,
    file: File[UploadedFile],
    given: Form[StaffListUploadSchema],
) -> dict[str, Any]:
    """Store a list (XLSX, CSV) about a part of the service; the worker compares it."""
    seen = Establishment.objects.visible_to(request.user)
    place: Establishment = get_object_or_404(seen, code=given.establishment)
    try:
        made = create_staff_list(
            file.read(LARGEST + 1),
            file.name or "",
            on=given.on or timezone.localdate(),
            establishment=place,
            is_complete=given.complete,
            by=request.user,
        )
    except StaffListError as error:
        raise RequestRefusedError(str(error)) from error
    return _told(made, PageParameters())


@router.get("/{uuid:key}", response=StaffListSchema, summary="How far a list is")
def get_staff_list(
    request: AccessKeyRequest, key: UUID, paging: Query[PageParameters]
) -> dict[str, Any]:
    """Return the state of a list with a page of findings, errors first."""
    return _told(_of(request, key), paging)


@router.post("/{uuid:key}/confirm", response=StaffListSchema, summary="Apply a list")
def confirm_staff_list(
    request: AccessKeyRequest, key: UUID, decision: StaffListConfirmationSchema
) -> dict[str, Any]:
    """Have the worker apply a list as it was compared, completely or not at all."""
    one = _of(request, key)
    try:
        staff_list_confirmation.confirm_staff_list(
            one,
            by=request.user,
            leaving=decision.leaving,
            accepts_errors=decision.accepts_errors,
        )
    except StaffListError as error:
        raise RequestRefusedError(str(error)) from error
    return _told(_of(request, key), PageParameters())


@router.post("/{uuid:key}/cancel", response=StaffListSchema, summary="Call a list off")
def cancel_staff_list(request: AccessKeyRequest, key: UUID) -> dict[str, Any]:
    """Cancel a list; none of its changes remain."""
    one = _of(request, key)
    try:
        staff_list_confirmation.cancel_staff_list(one, by=request.user)
    except StaffListError as error:
        raise RequestRefusedError(str(error)) from error
    return _told(one, PageParameters())


def _of(request: AccessKeyRequest, key: UUID) -> StaffList:
    seen = StaffList.objects.visible_to(request.user)
    return get_object_or_404(seen, key=key)


def _told(one: StaffList, paging: PageParameters) -> dict[str, Any]:
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
