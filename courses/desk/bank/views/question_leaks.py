"""Leaked questions for the personnel office: the people concerned, never the question."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.assessment.bank import question_leaks as leaking
from courses.desk.bank.leak_exposure import list_exposed_attempts, list_leaked_questions
from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.PERSONNEL)
def list_question_leaks(request: SignedInRequest) -> HttpResponse:
    """List the leaked questions that people of the remit had in an exam."""
    return render(
        request, "desk/bank/leaks.html", {"lines": list_leaked_questions(request.user)}
    )


@require_safe
@access.require_role(*access.PERSONNEL)
def show_question_leak(request: SignedInRequest, key: UUID) -> HttpResponse:
    """List the people of the remit who were asked a leaked question; viewing is audited."""
    unit = get_object_or_404(list_leaked_questions(request.user), key=key)
    page = paginate_rows(request, list_exposed_attempts(request.user, unit))
    shown = leaking.list_exposed_attempts(unit).filter(pk__in=[one.pk for one in page])
    effects = {one.attempt.pk: one for one in leaking.list_leak_effects(unit, shown)}
    audit_log.record_action(
        "assessment.leak_viewed", by=request.user, on=unit, page=page.number
    )
    context = {
        "unit": unit,
        "page": page,
        "lines": [(attempt, effects.get(attempt.pk)) for attempt in page],
    }
    return render(request, "desk/bank/leak.html", context)
