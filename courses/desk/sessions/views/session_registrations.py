"""Registration of people for a session, many at a time, and removal from its list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.classroom import session_registrations
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import list_people_due
from courses.desk.kit import access
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.form_page import handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.sessions.forms import ServiceNumbersForm
from courses.desk.sessions.session_lookup import (
    build_session_form_page,
    get_classroom_session,
    list_visible_registrations,
    require_open_names,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

#: People whose course falls due within so many days are offered.
_AHEAD = 180


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
@require_open_names(Session.objects.visible_to)
def add_registrations(request: SignedInRequest, session: Session) -> HttpResponse:
    """Register people; those who need the course soonest are offered first."""
    form = ServiceNumbersForm(request.POST or None)
    unknown: list[str] = []
    outcome = None
    if request.method == "POST" and form.is_valid():
        others, unknown = form.people(request.user)
        keys = request.POST.getlist("person")
        mine = StaffMember.objects.in_remit_of(request.user)
        chosen = [*mine.filter(key__in=_keys(keys)), *others]
        if not chosen and not unknown:
            form.add_error(None, _("Choose somebody, or type a service number."))
        elif chosen:
            try:
                outcome = session_registrations.register_people(
                    session, chosen, by=request.user, at=timezone.now()
                )
            except ClassroomError as error:
                form.add_error(None, str(error))
    if outcome is not None:
        _say(request, outcome)
        if not outcome.refused and not unknown:
            return redirect(session)
        form = ServiceNumbersForm()
    page = paginate_rows(request, _due(request, session))
    audit_log.record_action(
        "classroom.people_offered",
        by=request.user,
        on=session,
        people=len(page.object_list),
    )
    context = {
        "session": get_classroom_session(
            Session.objects.visible_to(request.user).with_numbers(), session.key
        ),
        "form": form,
        "page": page,
        "refused": outcome.refused if outcome else [],
        "unknown": unknown,
    }
    return render(request, "desk/sessions/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.PERSONNEL)
@require_open_names(Session.objects.visible_to)
def remove_registration(
    request: SignedInRequest, session: Session, registration: UUID
) -> HttpResponse:
    """Remove a person from the list, after confirmation and with a reason."""
    rows = list_visible_registrations(session, request.user).select_related("session")
    row = get_object_or_404(rows, key=registration)
    form = ReasonForm(request.POST or None)
    page = build_session_form_page(
        session,
        _("Remove from the list"),
        _(
            "They are notified. A seat that becomes free goes to the first "
            "person on the waiting list who can come."
        ),
        f"{row.learner.full_name} {row.learner.staff_number}",
    )

    def act(given: dict[str, Any]) -> str:
        session_registrations.cancel_registration(
            row, by=request.user, at=timezone.now(), **given
        )
        return _("Taken off the list.")

    return handle_form_page(request, form, page, act, ClassroomError)


def _due(request: SignedInRequest, session: Session) -> Any:
    """Return the standings of people not on the list, by due date.

    They are people of the remit whose course falls due within ``_AHEAD`` days.
    """
    on = timezone.localdate()
    mine = StaffMember.objects.in_remit_of(request.user)
    people = list_people_due(on, _AHEAD, mine, course=session.course).exclude(
        pk__in=session.registrations.standing().values("learner")
    )
    rows = list_periods_on(on).filter(
        course=session.course, learner__in=people.values("pk")
    )
    return rows.select_related("learner").order_by(
        "due_on", "learner__family_name", "pk"
    )


def _say(
    request: SignedInRequest, outcome: session_registrations.RegistrationResult
) -> None:
    seated, waiting = len(outcome.seated), len(outcome.waiting)
    if seated:
        words = ngettext(
            "%(n)d person has a seat now.", "%(n)d people have a seat now.", seated
        )
        messages.success(request, words % {"n": seated})
    if waiting:
        words = ngettext(
            "%(n)d person is on the waiting list.",
            "%(n)d people are on the waiting list.",
            waiting,
        )
        messages.info(request, words % {"n": waiting})


def _keys(said: list[str]) -> list[UUID]:
    """Return the valid keys among submitted values."""
    found = []
    for one in said:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
