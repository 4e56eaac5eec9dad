"""How people stand with their training, for other systems; bounded by the remit of the key."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from courses.compliance.renewing import with_refreshers
from courses.compliance.standing import Standing, State, standings
from courses.reporting.selecting import people_at, places_of
from elearning.api.bearing import Bearer, KeyRequest
from elearning.api.models import Scope
from elearning.api.paging import Page, Paging
from elearning.api.problems import RefusedError
from elearning.api.purposes import PurposeHeader, stated
from elearning.audit import trail
from elearning.staff.models import Establishment
from elearning.staff.relocating import Tree

router = Router(tags=["reports"], auth=Bearer(Scope.REPORTS_READ))


class Stand(Schema):
    """How somebody stands with one course.

    Totals count what ``is_required``, as the reports of the desk do. ``expires_on`` is the
    last day of the certificate; ``renew_by`` is there where the position asks for renewal
    sooner. ``refresher`` is the course that renews this one, where one is under way.
    """

    course: str
    state: State
    is_required: bool
    due_on: date | None
    passed_on: date | None
    expires_on: date | None
    renew_by: date | None
    update_due_on: date | None
    refresher: str | None


class PersonStands(Schema):
    """One person with all her courses, the most urgent first."""

    key: UUID
    service_number: str
    standings: list[Stand]


class Wanted(Paging):
    """Whose standings are asked for, and as of which day."""

    establishment: str | None = None
    on: date | None = None


@router.get("/standings", response=Page[PersonStands], summary="Standings by person")
def people(
    request: KeyRequest, wanted: Query[Wanted], purpose: PurposeHeader = None
) -> dict[str, Any]:
    """Return how people stand on a day, ordered by service number; audited.

    A past day answers what was known then.
    """
    why = stated(purpose)
    on = wanted.on or timezone.localdate()
    if on > timezone.localdate():
        raise RefusedError(_("Choose today or an earlier day."))
    tree = Tree(on)
    places = places_of(request.user)
    if wanted.establishment is not None:
        seen = Establishment.objects.visible_to(request.user)
        places = [get_object_or_404(seen, code=wanted.establishment)]
    rows = people_at([tree.put_back(place) for place in places], on)
    part = list(wanted.part(rows.order_by("staff_number")))
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in part}
    for one in with_refreshers(standings(rows.filter(pk__in=found), on=on)):
        found[one.person.pk].append(_told(one))
    trail.write(
        "compliance.read_by_key",
        by=request.user,
        on=request.auth,
        reason=why,
        people=len(part),
        as_of=on.isoformat(),
    )
    return {
        "count": rows.count(),
        "items": [
            {
                "key": one.key,
                "service_number": one.staff_number,
                "standings": found[one.pk],
            }
            for one in part
        ],
    }


def _told(one: Standing) -> dict[str, Any]:
    return {
        "course": one.course.code,
        "state": one.state,
        "is_required": one.is_required,
        "due_on": one.due_on,
        "passed_on": one.completion.passed_on if one.completion else None,
        "expires_on": one.certified_until,
        "renew_by": one.renew_by,
        "update_due_on": one.update_due_on,
        "refresher": one.refresher.course.code if one.refresher else None,
    }
