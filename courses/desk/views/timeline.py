"""A person's line of time, for those who look after her."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.desk import access
from courses.desk.records import stories
from courses.desk.records.forms import PlaceForm
from courses.records import timeline as records
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail


@require_safe
@access.for_roles(*access.PERSONNEL)
def timeline(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Tell day by day what a person did; the look is written to the audit."""
    somebody = access.person_of(request.user, key)
    older = PlaceForm(request.GET).place.get("older")
    page = records.page_of(somebody, older=older)
    trail.write(
        "records.timeline_viewed",
        by=request.user,
        on=somebody,
        person=somebody.key,
        statements=len(page.lines),
    )
    context = {
        "person": somebody,
        "days": stories.days(page.lines),
        "older": page.older,
        "is_first": older is None,
    }
    return render(request, "desk/timeline.html", context)
