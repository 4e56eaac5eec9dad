"""HTTP API of establishments, positions and people in the remit of the key."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from elearning.api.bearer_auth import AccessKeyRequest, Bearer
from elearning.api.models import AccessScope
from elearning.api.pagination import MOST, PageParameters, ResultPage
from elearning.api.purpose_header import PurposeHeader, require_purpose
from elearning.audit import audit_log
from elearning.languages import list_texts
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    StaffMember,
    in_force,
)

#: A title by the code of its language.
type Titles = dict[str, str]

router = Router(tags=["staff"], auth=Bearer(AccessScope.STAFF_READ))


class EstablishmentSchema(Schema):
    """An establishment; ``parent`` is the code of its parent within the remit."""

    code: str
    external_id: str | None
    kind: str
    titles: Titles
    parent: str | None
    closed_on: date | None


class PositionSchema(Schema):
    """A position."""

    code: str
    external_id: str | None
    category: str | None
    titles: Titles


class AppointmentSchema(Schema):
    """A position held today, by the codes of establishment and position."""

    establishment: str
    post: str
    starts_on: date
    ends_on: date | None
    is_acting: bool
    share: int


class StaffMemberSchema(Schema):
    """A member of staff with their positions of today."""

    key: UUID
    service_number: str
    external_id: str | None
    family_name: str
    given_name: str
    patronymic: str
    language: str
    appointments: list[AppointmentSchema]


class StaffFilter(PageParameters):
    """A filter of people by the codes of establishment (with its subtree) and position."""

    establishment: str | None = None
    post: str | None = None


class ServiceNumbersSchema(Schema):
    """Service numbers, sent in the body so that they do not appear in URL logs."""

    service_numbers: list[str]


@router.get(
    "/establishments",
    response=ResultPage[EstablishmentSchema],
    summary="Establishments",
)
def list_establishments(
    request: AccessKeyRequest, paging: Query[PageParameters]
) -> dict[str, Any]:
    """Return the establishments of the remit, in the order of the tree."""
    rows = Establishment.objects.visible_to(request.user).order_by("path")
    codes = dict(rows.values_list("path", "code"))
    step = Establishment.steplen
    return {
        "count": len(codes),
        "items": [
            {
                "code": row.code,
                "external_id": row.external_id,
                "kind": row.kind,
                "titles": _titles(row),
                "parent": codes.get(row.path[:-step]),
                "closed_on": row.closed_on,
            }
            for row in paging.part(rows)
        ],
    }


@router.get("/posts", response=ResultPage[PositionSchema], summary="Positions")
def list_posts(
    request: AccessKeyRequest, paging: Query[PageParameters]
) -> dict[str, Any]:
    """Return the positions of the service."""
    rows = Post.objects.select_related("category").order_by("code")
    return {
        "count": rows.count(),
        "items": [
            {
                "code": row.code,
                "external_id": row.external_id,
                "category": row.category.code if row.category else None,
                "titles": _titles(row),
            }
            for row in paging.part(rows)
        ],
    }


@router.get(
    "/staff", response=ResultPage[StaffMemberSchema], summary="People of the remit"
)
def list_staff(
    request: AccessKeyRequest, wanted: Query[StaffFilter], purpose: PurposeHeader = None
) -> dict[str, Any]:
    """Return people by place and position, ordered by service number; audited."""
    why = require_purpose(purpose)
    held = Appointment.objects.filter(in_force(timezone.localdate()))
    if wanted.establishment is not None:
        seen = Establishment.objects.visible_to(request.user)
        place: Establishment = get_object_or_404(seen, code=wanted.establishment)
        held = held.filter(establishment__path__startswith=place.path)
    if wanted.post is not None:
        held = held.filter(post=get_object_or_404(Post, code=wanted.post))
    rows = _people(request).filter(pk__in=held.values("staff_member"))
    items = _told(request, wanted.part(rows), why)
    return {"count": rows.count(), "items": items}


@router.get("/staff/{uuid:key}", response=StaffMemberSchema, summary="One person")
def get_staff_member(
    request: AccessKeyRequest, key: UUID, purpose: PurposeHeader = None
) -> dict[str, Any]:
    """Return one person of the remit, also one who left from there; audited."""
    why = require_purpose(purpose)
    somebody = get_object_or_404(_people(request), key=key)
    return _told(request, [somebody], why)[0]


@router.post(
    "/staff/find", response=list[StaffMemberSchema], summary="People by service number"
)
def list_staff_by_number(
    request: AccessKeyRequest,
    numbers: ServiceNumbersSchema,
    purpose: PurposeHeader = None,
) -> list[dict[str, Any]]:
    """Return those of at most 200 service numbers that are in the remit; audited."""
    why = require_purpose(purpose)
    wanted = numbers.service_numbers[:MOST]
    return _told(request, _people(request).filter(staff_number__in=wanted), why)


def _people(request: AccessKeyRequest) -> Any:
    now = Appointment.objects.filter(in_force(timezone.localdate()))
    held = Prefetch(
        "appointments",
        now.select_related("establishment", "post").order_by("pk"),
        to_attr="held_now",
    )
    rows = StaffMember.objects.in_remit_of(request.user)
    return rows.order_by("staff_number").prefetch_related(held)


def _told(
    request: AccessKeyRequest, people: Iterable[Any], why: str
) -> list[dict[str, Any]]:
    """Return ``people`` as JSON values, and record in the audit log that they were read."""
    rows = list(people)
    audit_log.record_action(
        "staff.read_by_key",
        by=request.user,
        on=request.auth,
        person=rows[0].key if len(rows) == 1 else "",
        reason=why,
        people=len(rows),
    )
    return [
        {
            "key": row.key,
            "service_number": row.staff_number,
            "external_id": row.external_id,
            "family_name": row.family_name,
            "given_name": row.given_name,
            "patronymic": row.patronymic,
            "language": row.language,
            "appointments": [
                {
                    "establishment": one.establishment.code,
                    "post": one.post.code,
                    "starts_on": one.starts_on,
                    "ends_on": one.ends_on,
                    "is_acting": one.is_acting,
                    "share": one.share,
                }
                for one in row.held_now
            ],
        }
        for row in rows
    ]


def _titles(row: Establishment | Post) -> Titles:
    return dict(list_texts(row.titles))
