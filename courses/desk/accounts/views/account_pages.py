"""Account pages: the list, one account, new codes by letter or email, closing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.desk.accounts.account_access import (
    LOOKS,
    WORDS,
    can_change_account,
    can_print_letter,
    filter_by_account_state,
    find_code_obstacle,
    get_account_state,
    get_requested_people,
    list_visible_people,
    search_people,
)
from courses.desk.accounts.activation_letters import print_activation_letters
from courses.desk.accounts.forms import AccountFilter, NewAccountForm
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import FormPage, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from elearning.accounts import activation_codes, activation_mail, second_factor
from elearning.accounts.account_lifecycle import close_account
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface import email_messages
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.staff_accounts import create_staff_account


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def list_accounts(request: SignedInRequest) -> HttpResponse:
    """List accounts by state, or search them; administrators see numbers but no names."""
    sees_names = request.user.has_role(*access.PERSONNEL)
    form = AccountFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    people = filter_by_account_state(list_visible_people(request.user), state)
    people = people.order_by("staff_number")
    words = request.POST.get("words", "").strip()[:100]
    if words:
        people = search_people(people, words, by_name=sees_names)
    page = paginate_rows(request, people)
    lines = [
        (person, *_look(person), can_print_letter(person, by=request.user))
        for person in page
    ]
    context = {
        "title": _("Accounts"),
        "form": form,
        "page": page,
        "lines": lines,
        "any_letter": any(gets for *_person, gets in lines),
        "sees_names": sees_names,
        "words": words,
        "changes": AccountChange.objects.visible_to(request.user)
        .waiting()
        .select_related("user__staff_member"),
    }
    return render(request, "desk/accounts.html", context)


@never_cache
@require_POST
@access.require_role(*access.ACCOUNT_OFFICE)
def download_letters(request: SignedInRequest) -> HttpResponse:
    """Return the letters for the people selected in the list, as one file."""
    people = get_requested_people(request.POST.getlist("person"), by=request.user)
    if not people:
        messages.error(request, _("Choose the people who need a letter."))
    elif refused := [
        person.staff_number
        for person in people
        if not can_print_letter(person, by=request.user)
    ]:
        said = _(
            "No letter can be printed here for these accounts: %(numbers)s. "
            "Nothing was changed."
        )
        messages.error(request, said % {"numbers": ", ".join(refused)})
    else:
        try:
            return _letters(people, by=request.user)
        except (StaffError, AccountError) as error:
            messages.error(request, str(error))
    return redirect("desk:accounts")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def show_account(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the account of a person, or create it and return the letter."""
    person = access.get_person_among(
        list_visible_people(request.user), key, request.user
    )
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                create_staff_account(
                    person, by=request.user, email=form.cleaned_data["email"]
                )
                return _letters([person], by=request.user)
        except (StaffError, AccountError) as error:
            person.refresh_from_db(fields=["user"])
            form.add_error(None, str(error))
    look, words = _look(person)
    context = {
        "person": person,
        "form": form,
        "look": look,
        "words": words,
        "may_change": can_change_account(person, by=request.user),
        "obstacle": find_code_obstacle(person, by=request.user),
        "mails_are_sent": email_messages.can_send_email(),
        "change": AccountChange.objects.visible_to(request.user)
        .waiting()
        .filter(user__staff_member=person)
        .first(),
        "has_second_step": person.user and second_factor.has_authenticator(person.user),
        "is_administrator": request.user.has_role(Role.ADMINISTRATOR),
        "sees_names": request.user.has_role(*access.PERSONNEL),
        "roles": _roles(person),
    }
    return render(request, "desk/account.html", context)


@never_cache
@require_POST
@access.require_role(*access.ACCOUNT_OFFICE)
def issue_code(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Issue a new code and return its letter; it cannot be downloaded again."""
    person = _changeable(request, key)
    if person.user is None or not person.user.is_active:
        messages.error(request, _("There is no open account. Create one first."))
        return redirect("desk:account", key)
    try:
        _demand_code_allowed(person, request.user)
        return _letters([person], by=request.user)
    except AccountError as error:
        messages.error(request, str(error))
        return redirect("desk:account", key)


@require_POST
@access.require_role(*access.ACCOUNT_OFFICE)
def mail_code(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Issue a new code and send it to the email address of the account."""
    person = _changeable(request, key)
    if person.user is None:
        raise Http404
    try:
        with transaction.atomic():
            (user,) = _lock([person], request.user)
            activation_mail.mail_activation_code(
                user, person=person.key, by=request.user
            )
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The code was sent to the email address of the account.")
        )
    return redirect("desk:account", key)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.ACCOUNT_OFFICE)
def close_listed_account(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Close an account after confirmation, with a reason."""
    person = _changeable(request, key)
    if person.user is None:
        raise Http404
    user, form = person.user, ReasonForm(request.POST or None)
    page = FormPage(
        _("Close the account"),
        back=reverse("desk:account", args=[key]),
        about=person.staff_number,
        intro=_(
            "The person can no longer sign in. The training record and the "
            "certificates stay."
        ),
        is_danger=True,
    )

    def act(given: dict[str, Any]) -> str:
        close_account(user, by=request.user, **given)
        return _("The account is closed.")

    return handle_form_page(request, form, page, act, AccountError)


def _changeable(request: SignedInRequest, key: UUID) -> StaffMember:
    person = access.get_person_among(
        list_visible_people(request.user), key, request.user
    )
    if not can_change_account(person, by=request.user):
        raise Http404
    return person


def _demand_code_allowed(person: StaffMember, by: User) -> None:
    if reason := find_code_obstacle(person, by=by):
        raise AccountError(reason)


def _lock(people: Sequence[StaffMember], by: User) -> list[User]:
    """Lock the accounts of ``people`` against new roles and check them again.

    Returns the existing accounts, freshly read.
    """
    activation_codes.lock_users(person.user_id for person in people if person.user_id)
    found = get_requested_people([str(person.key) for person in people], by=by)
    for person in found:
        _demand_code_allowed(person, by)
    return [person.user for person in found if person.user]


def _letters(people: Sequence[StaffMember], *, by: User) -> HttpResponse:
    """Return a file with a letter for each of ``people``; it cannot be downloaded again."""
    now = timezone.now()
    with transaction.atomic():
        _lock(people, by)
        paper = print_activation_letters(people, by=by, at=now)
    name = f"letters-{timezone.localdate(now):%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _look(person: StaffMember) -> tuple[str, str]:
    state = get_account_state(person)
    return LOOKS[state], str(WORDS[state])


def _roles(person: StaffMember) -> list[str]:
    if person.user is None:
        return []
    return [str(Role(group.name).label) for group in person.user.groups.all()]
