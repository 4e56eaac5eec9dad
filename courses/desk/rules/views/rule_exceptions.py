"""Exceptions from impossible deadlines: listed, decided singly or together."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance.errors import ComplianceError
from courses.compliance.models import RuleException
from courses.compliance.rule_exceptions import (
    RuleExceptionResult,
    decide_rule_exceptions,
)
from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.rules.exception_forms import (
    RuleExceptionDecisionForm,
    RuleExceptionFilter,
    list_waiting_exceptions,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.autosave.late_submissions import (
    find_submitted_data,
    keep_late_submissions,
)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_rule_exceptions(request: SignedInRequest) -> HttpResponse:
    """List the exceptions that wait for a decision; the view is audited."""
    form = RuleExceptionFilter(request.GET, user=request.user)
    found = form.selected(request.user)
    page = paginate_rows(request, found)
    audit_log.record_action(
        "compliance.exceptions_viewed", by=request.user, people=len(page.object_list)
    )
    many = reverse("desk:rules:decide-many")
    context = {
        "title": _("Exceptions to rules"),
        "form": form,
        "page": page,
        "many_url": f"{many}?{request.GET.urlencode()}",
    }
    return render(request, "desk/rules/exceptions.html", context)


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_one_exception(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide on one exception."""
    row = get_object_or_404(list_waiting_exceptions(request.user), pk=pk)
    if request.method != "POST":
        audit_log.record_action(
            "compliance.exceptions_viewed",
            by=request.user,
            on=row,
            person=row.learner.key,
        )
    return _decide(
        request, list_waiting_exceptions(request.user).filter(pk=pk), {"row": row}
    )


@keep_late_submissions
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_selected_exceptions(request: SignedInRequest) -> HttpResponse:
    """Make the same decision on all exceptions that the filter selects."""
    form = RuleExceptionFilter(request.GET, user=request.user)
    return _decide(request, form.selected(request.user), {})


def _decide(
    request: SignedInRequest, found: QuerySet[RuleException], context: dict[str, Any]
) -> HttpResponse:
    rows = list(found)
    given = find_submitted_data(request)
    entries = given.copy() if given is not None else None
    form = RuleExceptionDecisionForm(entries, initial={"count": len(rows)})
    if request.method == "POST" and form.is_valid():
        try:
            _demand_same(form.cleaned_data["count"], len(rows))
            decided = decide_rule_exceptions(rows, form.decision, by=request.user)
        except ComplianceError as error:
            form.add_error(None, str(error))
            if entries is not None:
                entries["count"] = str(len(rows))  # the number that the page now shows
        else:
            messages.success(request, _said(decided))
            return redirect("desk:rules:exceptions")
    context |= {"form": form, "count": len(rows)}
    status = 400 if request.method == "POST" and form.errors else 200
    return render(request, "desk/rules/decide.html", context, status=status)


def _demand_same(shown: int, now: int) -> None:
    if shown != now:
        raise ComplianceError(
            _(
                "The list has changed since you opened it. Nothing was done. Look at the "
                "number again, then decide."
            )
        )


def _said(decided: RuleExceptionResult) -> str:
    count, number = decided.exceptions, decided.waiting
    words = ngettext(
        "%(count)d exception decided.", "%(count)d exceptions decided.", count
    )
    said = words % {"count": count}
    if not number:
        return said
    waiting = ngettext(
        "%(n)d exemption is waiting for a second officer. Without "
        "confirmation, it ends after a year.",
        "%(n)d exemptions are waiting for a second officer. Without "
        "confirmation, they end after a year.",
        number,
    )
    return f"{said} {waiting % {'n': number}}"
