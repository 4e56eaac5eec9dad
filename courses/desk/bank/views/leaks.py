"""Leaked questions as the personnel office sees them: its people, never the question."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.assessment.bank import leaks as leaking
from courses.desk import access
from courses.desk.bank.people import leaked, seen_in_remit
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def leaks(request: SignedInRequest) -> HttpResponse:
    """List the questions that leaked and that people of the remit had in an exam."""
    return render(request, "desk/bank/leaks.html", {"lines": leaked(request.user)})


@require_safe
@access.for_roles(*access.PERSONNEL)
def leak(request: SignedInRequest, key: UUID) -> HttpResponse:
    """List the people of the remit who saw a question; the look is audited."""
    unit = get_object_or_404(leaked(request.user), key=key)
    page = Paginator(seen_in_remit(request.user, unit), _PAGE).get_page(
        request.GET.get("page")
    )
    shown = leaking.seen_by(unit).filter(pk__in=[one.pk for one in page])
    effects = {one.attempt.pk: one for one in leaking.effects(unit, shown)}
    trail.write("assessment.leak_viewed", by=request.user, on=unit, page=page.number)
    context = {
        "unit": unit,
        "page": page,
        "lines": [(attempt, effects.get(attempt.pk)) for attempt in page],
    }
    return render(request, "desk/bank/leak.html", context)
