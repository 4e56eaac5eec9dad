"""Equivalent training: entered by one person, decided by another (curriculum R13)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.recognition.credit_forms import CreditDecisionForm, CreditForm
from courses.desk.recognition.views.proposals import decide, enter, page_of
from courses.recognition import crediting
from courses.recognition.models import Credit
from elearning.accounts.requests import SignedInRequest


@require_safe
@access.for_roles(*access.PERSONNEL)
def listed(request: SignedInRequest) -> HttpResponse:
    """List equivalent training, what waits first; the look is audited."""
    page = page_of(request, _known(request), "recognition.credits_viewed")
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

    def propose() -> None:
        crediting.propose(
            somebody, by=request.user, at=timezone.now(), **form.cleaned_data
        )

    return enter(request, somebody, form, propose, "desk/recognition/add_credit.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def credit(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show an entry, and have a second person confirm or decline it."""
    one = get_object_or_404(_known(request), key=key)
    return decide(
        request,
        one,
        CreditDecisionForm(request.POST or None),
        crediting.decide,
        template="desk/recognition/credit.html",
        back="desk:recognition:credits",
        done=(
            _("Confirmed. The lessons count as done."),
            _("Declined. Nothing is credited."),
        ),
    )


def _known(request: SignedInRequest) -> Any:
    rows = Credit.objects.visible_to(request.user)
    return rows.select_related("learner", "rule", "proposed_by", "decision__by")
