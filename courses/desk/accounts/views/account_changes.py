"""Account changes that one administrator proposes and another decides on."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk.accounts.account_access import can_change_account, list_visible_people
from courses.desk.accounts.forms import AccountChangeDecisionForm, CentralRolesForm
from courses.desk.kit import access
from courses.desk.kit.decision_forms import (
    ProposalWithdrawalForm,
    ReasonForm,
    SecondPersonForm,
)
from courses.desk.kit.decision_page import (
    DecisionPage,
    check_expected,
    reload_if_outdated,
    submit_decision,
)
from courses.desk.kit.form_page import (
    HOME,
    FormPage,
    build_crumbs,
    handle_form_page,
    render_form,
    submit_form,
)
from elearning.accounts import account_changes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import StaffMember


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def propose_central_roles(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose the central roles of an account."""
    user = _account(request, key)
    held = {"roles": user.central_roles}
    form = CentralRolesForm(request.POST or None, initial=held)
    page = _form_page(
        user,
        _("Change central roles"),
        _(
            "These roles apply to the whole service, so granting or removing "
            "them takes two administrators: you propose, another one "
            "confirms. All other roles come with a remit."
        ),
    )
    return _propose(request, user, form, page, account_changes.propose_central_roles)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def propose_second_step_reset(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose a reset of the second step of an account."""
    user, form = _account(request, key), ReasonForm(request.POST or None)
    page = _form_page(
        user,
        _("Reset the second step"),
        _(
            "For someone who has lost both the phone or key that gives the "
            "codes and the printed recovery codes, or who has forgotten the "
            "password of an account with a role for the whole service. You "
            "propose it; another administrator confirms it and prints a "
            "letter with a new code. The person uses the code to set up the "
            "password and the second step again."
        ),
    )
    act = account_changes.propose_second_factor_reset
    return _propose(request, user, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def propose_account_closing(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose closing the account of somebody who has a role for the whole service."""
    user, form = _account(request, key), ReasonForm(request.POST or None)
    page = _form_page(
        user,
        _("Close the account"),
        _(
            "This person has a role for the whole service, so closing the "
            "account takes two administrators: you propose it, another one "
            "confirms. The role then ends, and the person can no longer sign "
            "in. The training record and the certificates stay."
        ),
    )
    return _propose(request, user, form, page, account_changes.propose_account_closure)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
def propose_account_reopening(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose reopening a closed account."""
    user = _account(request, key, is_open=False)
    form = ReasonForm(request.POST or None)
    page = _form_page(
        user,
        _("Reopen the account"),
        _(
            "You propose it; another administrator confirms it and prints a "
            "letter with a new code. The person uses the code to set up the "
            "password and the second step again. Roles for the whole service "
            "do not come back with the account."
        ),
    )
    act = account_changes.propose_account_reopening
    return _propose(request, user, form, page, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(Role.ADMINISTRATOR)
@reload_if_outdated
def decide_account_change(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a pending account change; another administrator decides on it here.

    The proposer can withdraw it here.
    """
    person = access.get_person_among(
        list_visible_people(request.user), key, request.user
    )
    waiting = AccountChange.objects.visible_to(request.user).waiting()
    change = waiting.filter(user__staff_member=person).select_related("made_by").first()
    if change is None or change.user_id == request.user.pk:
        raise Http404
    may_withdraw = change.made_by_id == request.user.pk
    form = _decision_form(request, change, may_withdraw=may_withdraw)
    page = DecisionPage(
        _("Account change"),
        crumbs=_crumbs(person),
        about=person.staff_number,
        expected=check_expected(request, change),
        note=_(
            "You proposed this, so another administrator must decide on it. "
            "You can withdraw it."
        )
        if may_withdraw
        else "",
        may_decide=not may_withdraw,
        may_withdraw=may_withdraw,
    )
    done = _submit(request, change, form, page.back_url)
    context = {"change": change, "form": form, "page": page}
    return done or render_form(request, "desk/accounts/decide.html", context)


def _decision_form(
    request: SignedInRequest, change: AccountChange, *, may_withdraw: bool
) -> ReasonForm:
    said = request.POST or None
    if may_withdraw:
        return ProposalWithdrawalForm(said)
    return AccountChangeDecisionForm(said, kind=change.kind)


def _submit(
    request: SignedInRequest, change: AccountChange, form: ReasonForm, back: str
) -> HttpResponse | None:
    if isinstance(form, SecondPersonForm):
        decide = partial(account_changes.decide_account_change, change)
        said = _("The change has been made."), _("Declined.")
        return submit_decision(request, form, decide, AccountError, back, said)

    def act(given: dict[str, Any]) -> str:
        account_changes.withdraw_account_change(
            change, reason=given["reason"], by=request.user, at=timezone.now()
        )
        return _("Taken back. The account stays as it is.")

    return submit_form(request, form, act, AccountError, back)


def _account(request: SignedInRequest, key: UUID, *, is_open: bool = True) -> User:
    """Return the account of somebody other than the user, open or closed, or raise 404."""
    person = access.get_person_among(
        list_visible_people(request.user), key, request.user
    )
    user = person.user
    if user is None or not can_change_account(person, by=request.user):
        raise Http404
    if user.is_active != is_open:
        raise Http404
    return user


def _form_page(user: User, title: str, meaning: str) -> FormPage:
    person = user.staff_member
    return FormPage(
        title,
        _("Propose"),
        crumbs=_crumbs(person),
        about=person.staff_number,
        intro=meaning,
    )


def _crumbs(person: StaffMember) -> list[tuple[str, str]]:
    account = ("desk:account", person.staff_number, person.key)
    return build_crumbs(HOME, ("desk:accounts", _("Accounts")), account)


def _propose(
    request: SignedInRequest,
    user: User,
    form: ReasonForm,
    page: FormPage,
    propose: Callable[..., AccountChange],
) -> HttpResponse:
    """Show the form of a change, or submit it through ``propose``."""

    def act(given: dict[str, Any]) -> str:
        propose(user, **given, by=request.user, at=timezone.now())
        return _("Proposed. It takes effect once another administrator confirms it.")

    return handle_form_page(request, form, page, act, AccountError)
