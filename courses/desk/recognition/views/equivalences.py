"""Equivalent training: entered by one person, decided by another (curriculum R13)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.recognition.credit_forms import CreditDecisionForm, CreditForm
from courses.recognition import crediting
from courses.recognition.errors import RecognitionError
from courses.recognition.models import Credit
from elearning.accounts.requests import SignedInRequest
from elearning.audit import trail

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def listed(request: SignedInRequest) -> HttpResponse:
    """List equivalent training, what waits first; the look is audited."""
    rows = _known(request).order_by(F("decision").desc(nulls_first=True), "-pk")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    trail.write(
        "recognition.credits_viewed",
        by=request.user,
        page=page.number,
        entries=len(page.object_list),
    )
    context = {
        "title": _("Equivalent training"),
        "label": _("Entries, those that wait first"),
        "page": page,
    }
    return render(request, "desk/recognition/credits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def add(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter equivalent training of a person."""
    somebody = access.person_of(request.user, key)
    form = CreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            crediting.propose(
                somebody, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except RecognitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Entered. It counts once a second person has confirmed it.")
            )
            return redirect("desk:person", key)
    status = 400 if form.errors else 200
    context = {"person": somebody, "form": form}
    return render(request, "desk/recognition/add_credit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def credit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show an entry, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    form = CreditDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            crediting.decide(
                one,
                is_confirmed=form.is_confirmed,
                note=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RecognitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(is_confirmed=form.is_confirmed))
            return redirect("desk:recognition:credits")
    else:
        trail.write(
            "recognition.viewed", by=request.user, on=one, person=one.learner.key
        )
    context: dict[str, Any] = {
        "credit": one,
        "form": form,
        "is_first": one.proposed_by_id == request.user.pk,
    }
    status = 400 if form.errors else 200
    return render(request, "desk/recognition/credit.html", context, status=status)


def _known(request: SignedInRequest) -> Any:
    rows = Credit.objects.visible_to(request.user)
    return rows.select_related("learner", "rule", "proposed_by", "decision__by")


def _said(*, is_confirmed: bool) -> str:
    if is_confirmed:
        return _("Confirmed. The lessons count as done.")
    return _("Declined. Nothing is credited.")
