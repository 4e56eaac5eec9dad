"""API for standings; limited to the remit of the access key."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from courses.compliance.renewals import merge_refreshers
from courses.compliance.status import CourseStanding, StandingState, list_standings
from courses.reporting.report_selection import list_people_at, list_remit_tops
from elearning.api.bearer_auth import AccessKeyRequest, Bearer
from elearning.api.models import AccessScope
from elearning.api.pagination import PageParameters, ResultPage
from elearning.api.problem_details import RequestRefusedError
from elearning.api.purpose_header import PurposeHeader, require_purpose
from elearning.audit import audit_log
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Establishment

router = Router(tags=["reports"], auth=Bearer(AccessScope.REPORTS_READ))


class CourseStandingSchema(Schema):
    """The standing of a person with one course.

    Totals count what ``is_required``, as the reports of the desk do. ``expires_on`` is
    the last day of the certificate; ``renew_by`` is given if the position requires an
    earlier renewal. ``refresher`` is the course that renews this one, if one is under
    way.
    """

    course: str
    state: StandingState
    is_required: bool
    due_on: date | None
    passed_on: date | None
    expires_on: date | None
    renew_by: date | None
    update_due_on: date | None
    refresher: str | None


class PersonStandingsSchema(Schema):
    """One person with all their courses, most urgent first."""

    key: UUID
    service_number: str
    standings: list[CourseStandingSchema]


class StandingsQuery(PageParameters):
    """The people and the day of the standings."""

    establishment: str | None = None
    on: date | None = None


@router.get(
    "/standings",
    response=ResultPage[PersonStandingsSchema],
    summary="Standings by person",
)
def list_person_standings(
    request: AccessKeyRequest,
    wanted: Query[StandingsQuery],
    purpose: PurposeHeader = None,
) -> dict[str, Any]:
    """Return the standings of people on a day, ordered by service number; audited.

    For a past day, the answer is what was known then.
    """
    why = require_purpose(purpose)
    on = wanted.on or timezone.localdate()
    if on > timezone.localdate():
        raise RequestRefusedError(_("Choose today or an earlier day."))
    tree = EstablishmentTree(on)
    places = list_remit_tops(request.user)
    if wanted.establishment is not None:
        seen = Establishment.objects.visible_to(request.user)
        places = [get_object_or_404(seen, code=wanted.establishment)]
    rows = list_people_at([tree.put_back(place) for place in places], on)
    part = list(wanted.part(rows.order_by("staff_number")))
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in part}
    for one in merge_refreshers(list_standings(rows.filter(pk__in=found), on=on)):
        found[one.person.pk].append(_told(one))
    audit_log.record_action(
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


def _told(one: CourseStanding) -> dict[str, Any]:
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
