"""The list of sessions, and the page of one with its participants and actions."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.classroom.models import Session
from courses.classroom.participant_availability import list_unavailability_reasons
from courses.desk.kit import access
from courses.desk.kit.list_page import paginate_rows
from courses.desk.sessions.session_filter import LOOKS, SessionFilter
from courses.desk.sessions.session_lookup import (
    can_show_names,
    get_classroom_session,
    handle_names_purpose,
    is_session_teacher,
    list_visible_registrations,
)
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_safe
@access.require_role(*access.PERSONNEL)
def list_classroom_sessions(request: SignedInRequest) -> HttpResponse:
    """List sessions that the user plans, and those for people of their remit."""
    form = SessionFilter(request.GET, user=request.user)
    page = paginate_rows(request, form.select(request.user))
    now = timezone.now()
    page.object_list = [_look(session, now) for session in page.object_list]
    context = {
        "title": _("Classroom sessions"),
        "form": form,
        "page": page,
        "may_add": request.user.has_role(Role.MINISTRY_HR),
    }
    return render(request, "desk/sessions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.audit_refusals
def show_classroom_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a session; names only to its teacher and to users who stated a purpose."""
    shown = get_classroom_session(
        Session.objects.visible_to(request.user).with_numbers(), key
    )
    form = None
    if not can_show_names(request, shown):
        form = handle_names_purpose(request, shown)
        if form is None:
            return redirect(shown)
    rows = (
        []
        if form
        else list(list_visible_registrations(shown, request.user).order_by("pk"))
    )
    if not form:
        audit_log.record_action(
            "classroom.session_viewed", by=request.user, on=shown, people=len(rows)
        )
    cannot = {}
    now = timezone.now()
    is_officer = request.user.has_role(*access.PERSONNEL)
    if is_officer and shown.is_standing and not shown.has_begun(now):
        cannot = list_unavailability_reasons([row.learner_id for row in rows], shown)
    is_hers = Session.objects.managed_by(request.user).filter(pk=shown.pk).exists()
    context = {
        "session": _look(shown, now),
        "form": form,
        "seated": [(row, cannot.get(row.learner_id)) for row in rows if row.seated_at],
        "waiting": [
            (row, cannot.get(row.learner_id)) for row in rows if not row.seated_at
        ],
        "changes": shown.changes.select_related("by__staff_member").order_by("-pk"),
        "now": now,
        "is_officer": is_officer,
        "may_change": is_hers and shown.is_standing and not shown.has_begun(now),
        "may_cancel": is_hers and shown.is_standing and not shown.is_over(now),
        "may_register": is_officer and shown.is_standing and not shown.is_over(now),
        "may_take_off": is_officer and shown.is_standing and not shown.has_begun(now),
        "may_note": is_hers or is_session_teacher(shown, request.user),
    }
    return render(request, "desk/sessions/session.html", context)


def _look(session: Session, now: object) -> Session:
    """Set the look, the state in words and the number of free seats."""
    shown: object = session
    state = session.state(now)  # type: ignore[arg-type]
    shown.look, shown.words = LOOKS[state]  # type: ignore[attr-defined]
    shown.free = max(session.seats - session.taken, 0)  # type: ignore[attr-defined]
    return session
