"""Steps shared by claims and equivalent training: one enters, another decides."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Page
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.decision_page import DecisionPage, read_proposal, submit_decision
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.recognition.errors import RecognitionError
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember


def build_entries_page(
    request: SignedInRequest, rows: QuerySet[Any], action: str, **facts: Any
) -> Page[Any]:
    """Return a page of entries, waiting ones first; the view is audited."""
    ordered = rows.order_by(F("decision").desc(nulls_first=True), "-pk")
    page = paginate_rows(request, ordered)
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
    """Save an entry about ``somebody`` with ``propose``, or show the form’s errors."""
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
        return _("Entered. It will count once a second person has confirmed it.")

    return handle_form_page(request, form, page, act, RecognitionError)


def handle_entry_decision(
    request: SignedInRequest,
    one: Any,
    form: SecondPersonForm,
    decide: Callable[..., object],
    page: DecisionPage,
    said: tuple[str, str],
    template: str,
) -> HttpResponse:
    """Show an entry; a second person confirms or declines it. The view is audited."""
    done = submit_decision(
        request, form, partial(decide, one), RecognitionError, page.back_url, said
    )
    if done:
        return done
    record_entry_view(request, one)
    return render_form(request, template, {"one": one, "form": form, "page": page})


def record_entry_view(request: SignedInRequest, one: Any) -> None:
    """Audit a view of ``one``, whether its form is shown first or again."""
    audit_log.record_action(
        "recognition.viewed", by=request.user, on=one, person=one.learner.key
    )


def build_entry_page(
    request: SignedInRequest, one: Any, title: str, about: str, back: str
) -> DecisionPage:
    """Return the page of the entry ``one``, with a link back to the list ``back``."""
    claims = ("desk:recognition:claims", _("Prior and external learning"))
    return DecisionPage(
        title,
        crumbs=build_crumbs(HOME, claims),
        back=reverse(back),
        about=about,
        **read_proposal(one, request.user),
    )
