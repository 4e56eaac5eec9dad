"""Changes of accounts that one administrator proposes and another one decides."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.desk import access
from courses.desk.account_changes import CentralRolesForm, ChangeDecisionForm
from courses.desk.accounts import ReasonForm, may_change, people_for
from elearning.accounts import changes
from elearning.accounts.errors import AccountError
from elearning.accounts.models import AccountChange, User
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def propose_roles(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose which central roles somebody is to hold."""
    user = _account(request, key)
    held = {"roles": changes.central_roles(user)}
    form = CentralRolesForm(request.POST or None, initial=held)
    return _propose(request, user, form, "desk/accounts/roles.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def propose_reset(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Propose that somebody sets up the second step anew."""
    user = _account(request, key)
    form = ReasonForm(request.POST or None)
    return _propose(request, user, form, "desk/accounts/second_step.html")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.ADMINISTRATOR)
def decide(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the change of an account that waits; another administrator decides here."""
    person = access.one_of(people_for(request.user), key, request.user)
    waiting = AccountChange.objects.visible_to(request.user).waiting()
    change = waiting.filter(user__staff_member=person).select_related("made_by").first()
    if change is None or change.user_id == request.user.pk:
        raise Http404
    form = ChangeDecisionForm(request.POST or None, change=change)
    if form.is_bound and request.POST.get("change") != str(change.pk):
        messages.error(request, _("Another change waits now. Read it first."))
        return redirect("desk:decide-account", key)
    if request.method == "POST" and form.is_valid():
        try:
            changes.decide(
                change,
                confirmed=form.is_confirmed,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            said = _("The change is made.") if form.is_confirmed else _("Declined.")
            messages.success(request, said)
            return redirect("desk:account", key)
    context = {
        "person": person,
        "change": change,
        "form": form,
        "may_decide": change.made_by_id != request.user.pk,
    }
    return render(request, "desk/accounts/decide.html", context, status=_status(form))


def _account(request: SignedInRequest, key: UUID) -> User:
    """Return the open account of somebody else, or raise 404."""
    person = access.one_of(people_for(request.user), key, request.user)
    user = person.user
    if user is None or not user.is_active or not may_change(person, by=request.user):
        raise Http404
    return user


def _propose(
    request: SignedInRequest, user: User, form: ReasonForm, template: str
) -> HttpResponse:
    """Show the form of a change, or propose what was sent: roles where it has any."""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = changes.propose_roles if "roles" in said else changes.propose_reset
        try:
            act(user, **said, by=request.user, at=timezone.now())
        except AccountError as error:
            form.add_error(None, str(error))
        else:
            told = _("Proposed. It is made once another administrator confirms it.")
            messages.success(request, told)
            return redirect("desk:account", user.staff_member.key)
    context = {"person": user.staff_member, "form": form}
    return render(request, template, context, status=_status(form))


def _status(form: ReasonForm) -> int:
    return 400 if form.errors else 200
