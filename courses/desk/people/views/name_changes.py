"""Changes of names, decided by a second officer if certificates carry the name."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.models import Certificate
from courses.desk.kit import access
from courses.desk.kit.decision_forms import (
    ProposalWithdrawalForm,
    ReasonForm,
    SecondPersonForm,
)
from courses.desk.kit.decision_page import DecisionPage
from courses.desk.kit.form_page import (
    HOME,
    build_crumbs,
    build_record_form_page,
    handle_form_page,
    render_form,
    submit_form,
)
from courses.desk.kit.list_page import paginate_rows
from courses.desk.people.forms import (
    InitialNameDecisionForm,
    NameChangeDecisionForm,
    NameChangeForm,
)
from courses.records.models import Completion
from elearning.accounts.models import User
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff import name_changes
from elearning.staff.errors import StaffError
from elearning.staff.models import NameChange, NameChangeDecision, StaffMember


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def rename_person(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Change a person’s name, or propose the change if certificates would carry it."""
    somebody = access.get_person_in_remit(request.user, key)
    parts = ("family_name", "given_name", "patronymic")
    now = {part: getattr(somebody, part) for part in parts}
    form = NameChangeForm(request.POST or None, initial=now)
    page = build_record_form_page(
        somebody,
        _("Change the name"),
        _("Save the name"),
        intro=_explain_second_officer(somebody),
    )

    def act(given: dict[str, Any]) -> str:
        waits = name_changes.change_name(
            somebody, by=request.user, at=timezone.now(), **given
        )
        somebody.refresh_from_db()
        return _proposed() if waits else _said(somebody)

    return handle_form_page(request, form, page, act, StaffError)


@require_safe
@access.require_role(*access.PERSONNEL)
def list_name_changes(request: SignedInRequest) -> HttpResponse:
    """List the changes of names that wait for a second officer, without the names."""
    waiting = NameChange.objects.visible_to(request.user).waiting()
    rows = waiting.select_related("person", "made_by")
    page = paginate_rows(request, rows)
    context = {"title": _("Name changes"), "page": page}
    return render(request, "desk/name_changes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
def decide_name_change(request: SignedInRequest, key: UUID, pk: int) -> HttpResponse:
    """Show a waiting change of name; an officer who took no part in it decides."""
    person = access.get_person_in_remit(request.user, key)
    mine = NameChange.objects.visible_to(request.user).filter(person=person)
    waiting = mine.waiting().select_related("made_by", "brought_by", "person")
    change = get_object_or_404(waiting, pk=pk)
    may_withdraw = change.may_be_withdrawn_by(request.user)
    form = _decision_form(change, may_withdraw=may_withdraw)(request.POST or None)

    def act(_given: dict[str, Any]) -> str:
        decision = _decide(change, form, by=request.user)
        person.refresh_from_db()
        return _ended(person, decision)

    record = reverse("desk:person", args=[key])
    if done := submit_form(request, form, act, StaffError, record):
        return done
    audit_log.record_action(
        "staff.record_viewed", by=request.user, on=person, person=person.key
    )
    page = DecisionPage(
        _("Name change"),
        crumbs=build_crumbs(HOME, ("desk:name-changes", _("Name changes"))),
        about=person.staff_number,
        may_decide=not change.is_of(request.user),
        may_withdraw=may_withdraw,
    )
    context = {
        "page": page,
        "person": person,
        "change": change,
        "form": form,
        "certificates": _held(person),
        "passes": _passed(person),
        "other_names": _other_names(change),
    }
    return render_form(request, "desk/name_changes/decide.html", context)


def _decision_form(change: NameChange, *, may_withdraw: bool) -> type[ReasonForm]:
    if may_withdraw:
        return ProposalWithdrawalForm
    return InitialNameDecisionForm if change.is_of_nobody else NameChangeDecisionForm


def _decide(change: NameChange, form: ReasonForm, *, by: User) -> NameChangeDecision:
    """Withdraw or decide the proposal, as ``form`` says."""
    facts: dict[str, Any] = {"by": by, "at": timezone.now()}
    facts["reason"] = form.cleaned_data["reason"]
    if isinstance(form, SecondPersonForm):
        return name_changes.decide_name_change(
            change, is_confirmed=form.is_confirmed, **facts
        )
    return name_changes.withdraw_name_change(change, **facts)


def _ended(person: StaffMember, decision: NameChangeDecision) -> str:
    """Return the message about the outcome of a proposal."""
    outcome = NameChangeDecision.Outcome(decision.outcome)
    if outcome == outcome.CONFIRMED:
        return _said(person)
    if outcome == outcome.TAKEN_UP:
        return _(
            "Confirmed. The name will change once another officer also confirms it."
        )
    if outcome == outcome.WITHDRAWN:
        return _("Withdrawn. The name stays as it is.")
    return _("Declined.")


def _other_names(change: NameChange) -> list[str]:
    """Return the names on certificates in force that differ from the former name."""
    counting = Certificate.objects.counting(timezone.localdate())
    held = counting.filter(completion__learner=change.person)
    names = held.exclude(holder_name=change.former_name)
    return sorted(set(names.values_list("holder_name", flat=True)))


def _held(person: StaffMember) -> int:
    counting = Certificate.objects.counting(timezone.localdate())
    return counting.filter(completion__learner=person).count()


def _passed(person: StaffMember) -> int:
    """Count passes of ``person`` in force, including those without a certificate."""
    return Completion.objects.valid(timezone.localdate()).filter(learner=person).count()


def _explain_second_officer(person: StaffMember) -> str:
    """Return why a second officer is needed; nothing if none is."""
    if number := _held(person):
        words = ngettext(
            "%(n)s certificate is in force, so a second officer must confirm "
            "a different name before it is reissued. Only letter case, "
            "hyphens, apostrophes, full stops and spaces change at once.",
            "%(n)s certificates are in force, so a second officer must "
            "confirm a different name before they are reissued. Only letter "
            "case, hyphens, apostrophes, full stops and spaces change at "
            "once.",
            number,
        )
        return words % {"n": number}
    if _passed(person):
        return _(
            "Passes in force carry this name, so a second officer must "
            "confirm a different one. Only letter case, hyphens, "
            "apostrophes, full stops and spaces change at once."
        )
    return ""


def _proposed() -> str:
    return _(
        "Proposed. Certificates or passes in force carry this name, so a "
        "second officer must confirm the change first."
    )


def _said(person: StaffMember) -> str:
    """Return the message with the number of reissued certificates."""
    held = Certificate.objects.counting(timezone.localdate())
    papers = held.filter(completion__learner=person, holder_name=person.full_name)
    number = papers.filter(replaces__isnull=False).count()
    if not number:
        return _("Name changed.")
    words = ngettext(
        "Name changed. %(n)d certificate has been reissued with the new name.",
        "Name changed. %(n)d certificates have been reissued with the new name.",
        number,
    )
    return words % {"n": number}
