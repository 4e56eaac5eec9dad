"""The timeline of a person, for those who look after them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.desk.kit import access
from courses.desk.records import timeline_days
from courses.desk.records.forms import StatementPageForm
from courses.records import statement_timeline as records
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.PERSONNEL)
def show_person_timeline(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show day by day what a person did; the view is audited."""
    somebody = access.get_person_in_remit(request.user, key)
    older = StatementPageForm(request.GET).place.get("older")
    page = records.get_timeline_page(somebody, older=older)
    audit_log.record_action(
        "records.timeline_viewed",
        by=request.user,
        on=somebody,
        person=somebody.key,
        statements=len(page.lines),
    )
    context = {
        "person": somebody,
        "days": timeline_days.build_timeline_days(page.lines),
        "older": page.older,
        "is_first": older is None,
    }
    return render(request, "desk/timeline.html", context)
