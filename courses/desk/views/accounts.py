"""Accounts: the list, one account, a new code as a letter, closing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk import access
from courses.desk.accounts import (
    LOOKS,
    WORDS,
    AccountFilter,
    AccountForm,
    ReasonForm,
    in_state,
    may_change,
    people_for,
    search,
    state_of,
)
from elearning.accounts import activation
from elearning.accounts.creating import close_account
from elearning.accounts.errors import AccountError
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.staff.admitting import give_account
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember

_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.ACCOUNT_OFFICE)
def accounts(request: SignedInRequest) -> HttpResponse:
    """List accounts by state, or find one; administrators see numbers and no names."""
    sees_names = request.user.has_role(*access.PERSONNEL)
    form = AccountFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    people = in_state(people_for(request.user), state)
    people = people.order_by("staff_number")
    words = request.POST.get("words", "").strip()[:100]
    if words:
        people = search(people, words, by_name=sees_names)
    page = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Accounts"),
        "form": form,
        "page": page,
        "lines": [(person, *_look(person)) for person in page],
        "sees_names": sees_names,
        "words": words,
    }
    return render(request, "desk/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.ACCOUNT_OFFICE)
def account(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show one person's account, or create it and print the letter."""
    person = access.one_of(people_for(request.user), key, request.user)
    form = AccountForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = give_account(
                person,
                by=request.user,
                email=form.cleaned_data["email"],
                roles=form.chosen_roles,
            )
        except (StaffError, AccountError) as error:
            form.add_error(None, str(error))
        else:
            return _letter(request, person, activation.issue(user, by=request.user))
    look, words = _look(person)
    context = {
        "person": person,
        "form": form,
        "look": look,
        "words": words,
        "may_change": may_change(person, by=request.user),
        "sees_names": request.user.has_role(*access.PERSONNEL),
        "roles": _roles(person),
    }
    return render(request, "desk/account.html", context)


@require_POST
@access.for_roles(*access.ACCOUNT_OFFICE)
def issue_code(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Issue a new code and show the letter, this once."""
    person = _changeable(request, key)
    if person.user is None or not person.user.is_active:
        messages.error(request, _("There is no open account. Create one first."))
        return redirect("desk:account", key)
    return _letter(request, person, activation.issue(person.user, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.ACCOUNT_OFFICE)
def close(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Close an account, after asking and with a reason."""
    person = _changeable(request, key)
    if person.user is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_account(person.user, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The account is closed."))
        return redirect("desk:account", key)
    context = {"person": person, "form": form}
    return render(request, "desk/close_account.html", context)


def _changeable(request: SignedInRequest, key: UUID) -> StaffMember:
    person = access.one_of(people_for(request.user), key, request.user)
    if not may_change(person, by=request.user):
        raise Http404
    return person


def _letter(request: SignedInRequest, person: StaffMember, code: str) -> HttpResponse:
    """Answer with the letter in the language of whoever gets it."""
    now = timezone.localtime()
    context: dict[str, Any] = {
        "person": person,
        "code": code,
        "address": f"{settings.BASE_URL}/{person.language}/account/activate/",
        "today": now.date(),
        "until": (now + settings.ACTIVATION_LIFETIME).date(),
    }
    with translation.override(person.language):
        letter = render_to_string("desk/letter.html", context)
    return render(
        request, "desk/letter_page.html", {"letter": letter, "person": person}
    )


def _look(person: StaffMember) -> tuple[str, str]:
    state = state_of(person)
    return LOOKS[state], str(WORDS[state])


def _roles(person: StaffMember) -> list[str]:
    if person.user is None:
        return []
    return [str(Role(group.name).label) for group in person.user.groups.all()]
