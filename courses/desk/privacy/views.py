"""Requests for erasure: the list, the data affected by each, and the decision."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.decision_page import DecisionPage, submit_decision
from courses.desk.kit.form_page import HOME, build_crumbs, render_form
from courses.desk.kit.list_page import paginate_rows
from courses.desk.privacy.forms import ErasureDecisionForm, PrivacyRequestFilter
from courses.retention import data_erasure, privacy_requests, retention_report
from courses.retention.errors import RetentionError
from courses.retention.models import PrivacyRequest
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log

_STATES: dict[str, dict[str, Any]] = {
    "waiting": {"decision": None},
    "decided": {"decision__isnull": False},
}


@require_safe
@access.require_role(*access.PERSONNEL)
def list_privacy_requests(request: SignedInRequest) -> HttpResponse:
    """List requests of people in the remit, waiting ones first; the view is audited."""
    form = PrivacyRequestFilter(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state", "")
    found = _known(request).filter(**_STATES.get(state, {}))
    ordered = found.order_by(F("decision").asc(nulls_first=True), "-pk")
    page = paginate_rows(request, ordered)
    audit_log.record_action(
        "privacy.list_viewed", by=request.user, page=page.number, state=state
    )
    context = {
        "title": _("Privacy requests"),
        "form": form,
        "page": page,
        "is_filtered": bool(state),
    }
    return render(request, "desk/privacy/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_privacy_request(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a request with the data that would go or stay, and take the decision."""
    one = get_object_or_404(_known(request), key=key)
    form = ErasureDecisionForm(request.POST or None)
    decide = partial(privacy_requests.decide_privacy_request, one)
    said = (_("Your decision has been saved, and the person has been notified."),) * 2
    if done := submit_decision(
        request, form, decide, RetentionError, request.path, said
    ):
        return done
    if request.method != "POST":
        audit_log.record_action(
            "privacy.viewed", by=request.user, on=one, person=one.learner.key
        )
    page = DecisionPage(
        _("Request for erasure"),
        crumbs=build_crumbs(HOME, ("desk:privacy:requests", _("Privacy requests"))),
        about=one.learner.staff_number,
        is_open=one.is_open,
    )
    context = {"one": one, "form": form, "page": page} | _facts(one, timezone.now())
    return render_form(request, "desk/privacy/request.html", context)


def _known(request: SignedInRequest) -> Any:
    found = PrivacyRequest.objects.erasures().visible_to(request.user)
    return found.select_related("learner__user", "decision__by", "erasure")


def _facts(one: PrivacyRequest, at: Any) -> dict[str, Any]:
    """Return the data that would go and what prevents it, or, if done, what went."""
    if one.state == PrivacyRequest.State.DONE:
        return {"gone": retention_report.format_removed_parts(one.erasure.gone)}
    if one.state == PrivacyRequest.State.REFUSED:
        return {}
    return {
        "stock": data_erasure.count_erasable_data(one.learner, at=at),
        "waits_for": data_erasure.find_erasure_obstacle(one, at=at),
    }
