"""What claims and equivalent training have alike: one enters, another one decides."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.form_page import HOME, FormPage, build_crumbs, handle_form_page
from courses.recognition.errors import RecognitionError
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

_PAGE = 50


def build_entries_page(
    request: SignedInRequest, rows: QuerySet[Any], action: str, **facts: Any
) -> Page[Any]:
    """Return a page of entries, those that wait first; the look is audited."""
    ordered = rows.order_by(F("decision").desc(nulls_first=True), "-pk")
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    audit_log.record_action(
        action,
        by=request.user,
        page=page.number,
        entries=len(page.object_list),
        **facts,
    )
    return page


def handle_entry_form(
    request: SignedInRequest,
    somebody: StaffMember,
    form: forms.Form,
    propose: Callable[[dict[str, Any]], object],
    *,
    title: str,
    lead: str,
) -> HttpResponse:
    """Keep what was entered about ``somebody`` with ``propose``, or say what is wrong."""
    record = ("desk:person", _("Training record"), somebody.key)
    page = FormPage(
        title,
        _("Enter it"),
        crumbs=build_crumbs(HOME, record),
        about=somebody.full_name,
        lead=lead,
    )

    def act(given: dict[str, Any]) -> str:
        propose(given)
        return _("Entered. It counts once a second person has confirmed it.")

    return handle_form_page(request, form, page, act, RecognitionError)


def handle_entry_decision(
    request: SignedInRequest,
    one: Any,
    form: SecondPersonForm,
    decide_with: Callable[..., object],
    *,
    template: str,
    back: str,
    done: tuple[str, str],
    **context: Any,
) -> HttpResponse:
    """Show an entry, and have a second person confirm or decline it.

    ``done`` are the words for both; ``back`` names the list. A look is audited.
    """
    if request.method == "POST" and form.is_valid():
        try:
            decide_with(
                one,
                is_confirmed=form.is_confirmed,
                note=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RecognitionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done[0] if form.is_confirmed else done[1])
            return redirect(back)
    else:
        audit_log.record_action(
            "recognition.viewed", by=request.user, on=one, person=one.learner.key
        )
    context |= {
        "one": one,
        "form": form,
        "back": back,
        "is_first": one.proposed_by_id == request.user.pk,
    }
    status = 400 if form.errors else 200
    return render(request, template, context, status=status)
