"""Corrections of keys: the list, one of them with what it changes, and the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.assessment.asking.answers import said
from courses.assessment.corrections import correcting, previewing
from courses.assessment.errors import BankError
from courses.assessment.models import KeyCorrection
from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.desk.corrections import lines
from courses.desk.corrections.forms import DecisionForm
from courses.desk.corrections.points import compared
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role

_PAGE = 50


@require_safe
@access.for_roles(*access.RELEASERS)
def corrections(request: SignedInRequest) -> HttpResponse:
    """List the corrections, those that wait for a decision first."""
    found = _known(request).order_by("-pk")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": found.waiting(),
        "page": page,
        "decided": [one for one in page if not one.is_open],
    }
    return render(request, "desk/corrections/list.html", context)


@require_safe
@access.for_roles(*access.RELEASERS)
def correction(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show what is corrected and why, whom it changes, and how far it is."""
    one = get_object_or_404(_known(request), key=key)
    return render(request, "desk/corrections/correction.html", _page(request, one))


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.RELEASERS)
def decide(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Confirm or decline a correction, as a second person."""
    one = get_object_or_404(_known(request), key=key)
    may_confirm = not correcting.is_affected(request.user, one)
    form = DecisionForm(request.POST or None, may_confirm=may_confirm)
    if request.method == "POST" and form.is_valid():
        try:
            correcting.decide(
                one,
                confirmed=form.is_confirmed,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except BankError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(confirmed=form.is_confirmed))
            return redirect("desk:corrections:correction", key)
    if not one.is_open:
        return redirect("desk:corrections:correction", key)
    context = _page(request, one) | {"form": form, "may_confirm": may_confirm}
    status = 400 if form.errors else 200
    return render(request, "desk/corrections/decide.html", context, status=status)


def _known(request: SignedInRequest) -> Any:
    found = KeyCorrection.objects.visible_to(request.user)
    return found.select_related(
        "question__version__unit__course", "proposed_by", "decision__by"
    )


def _page(request: SignedInRequest, one: KeyCorrection) -> dict[str, Any]:
    question = one.question
    unit = question.version.unit
    note_look(request.user, unit.course, unit.key)
    text, language = question.text()
    return {
        "correction": one,
        "question": question,
        "stem": text["stem"],
        "language": language,
        "was": said(question, text, question.kind.solution(question.key)),
        "right": [said(question, text, question.kind.solution(key)) for key in one.keys]
        if one.effect in correcting.ANSWERED
        else [],
        "points": compared(question, text, question.key, one)
        if one.effect in correcting.POINTED
        else [],
        "may_decide": one.is_open and one.proposed_by_id != request.user.pk,
        "writes": request.user.has_role(Role.TRAINER),
        **_effect(request, one),
    }


def _effect(request: SignedInRequest, one: KeyCorrection) -> dict[str, Any]:
    """Return what would change, or, once it is confirmed, what has changed."""
    number = request.GET.get("page")
    if one.is_open:
        seen = previewing.preview(one)
        would = Paginator(seen.changes, _PAGE).get_page(number)
        return {"preview": seen, "page": would, "lines": lines.of_changes(would)}
    if not one.decision.is_confirmed:
        return {}
    done = one.regradings.order_by("pk")
    page = Paginator(done.changing(), _PAGE).get_page(number)
    left = correcting.due(one).count() if _is_in_force(one) else 0
    return {
        "left": left,
        "gone": previewing.left_out(one),
        "done": done.count(),
        "changed": page.paginator.count,
        "to_pass": done.filter(passed_before=False, passed_after=True).count(),
        "to_fail": done.filter(passed_before=True, passed_after=False).count(),
        "page": page,
        "lines": lines.of_regradings(page),
    }


def _is_in_force(one: KeyCorrection) -> bool:
    return KeyCorrection.objects.in_force().filter(pk=one.pk).exists()


def _said(*, confirmed: bool) -> str:
    if confirmed:
        return _("Confirmed. The results are counted anew within some minutes.")
    return _("Declined. Everything stays as it is.")
