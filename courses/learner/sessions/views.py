"""Learners’ pages of classroom sessions: the list, a session, registration."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.classroom import session_calendar, session_registrations
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Registration, Session
from courses.learner.sessions.learner_sessions import (
    list_open_sessions,
    list_visible_sessions,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.interface import calendar_files
from elearning.staff.models import StaffMember

_PAGE = 25


@require_safe
def list_sessions(request: SignedInRequest) -> HttpResponse:
    """List the sessions that the signed-in user may register for."""
    learner = _learner(request)
    rows = list_open_sessions(learner, timezone.now()).order_by("starts_at", "pk")
    if code := request.GET.get("course"):
        rows = rows.filter(course__code=code)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    on_list = learner.registrations.standing().filter(session__in=page.object_list)
    context = {
        "page": page,
        "mine": set(on_list.values_list("session", flat=True)),
    }
    return render(request, "learner/sessions/list.html", context)


@require_safe
def show_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a session with the user’s registration and the next thing to do."""
    now = timezone.now()
    learner, shown = _found(request, key, now)
    row = shown.registrations.standing().filter(learner=learner).first()
    ahead = 0
    if row is not None and row.is_waiting:
        ahead = shown.registrations.waiting().filter(pk__lte=row.pk).count()
    context = {
        "session": shown,
        "registration": row,
        "place_in_line": ahead,
        "has_begun": shown.has_begun(now),
        "is_over": shown.is_over(now),
        "free": max(shown.seats - shown.taken, 0),  # type: ignore[attr-defined]
    }
    return render(request, "learner/sessions/session.html", context)


@require_safe
def download_session_calendar(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Return the calendar file for registered learners and the teacher; else 404."""
    rows = Session.objects.select_related("course", "establishment")
    found = get_object_or_404(rows, key=key)
    mine = Registration.objects.standing().filter(
        session=found, learner__user=request.user
    )
    taught = Session.objects.filter(pk=found.pk, teacher__user=request.user)
    if not mine.exists() and not taught.exists():
        raise Http404
    text = session_calendar.render_session_calendar(found, at=timezone.now())
    name = session_calendar.format_calendar_name(found)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=calendar_files.MEDIA_TYPE, headers=headers)


@require_POST
def register_for_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Register the user on request: a seat, or a place on the waiting list."""
    now = timezone.now()
    learner, found = _found(request, key, now)
    try:
        row = session_registrations.request_seat(
            found, learner, by=request.user, at=now
        )
    except ClassroomError as error:
        messages.error(request, str(error))
    else:
        if row.is_seated:
            messages.success(request, _("You have a seat."))
        else:
            messages.info(
                request, _("All seats are taken. You are on the waiting list.")
            )
    return redirect("learner:sessions:session", key)


@require_POST
def leave_session(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Give up the user’s seat or place on the waiting list."""
    learner = _learner(request)
    rows = learner.registrations.standing().select_related("session")
    row = get_object_or_404(rows, session__key=key)
    try:
        session_registrations.cancel_registration(
            row, by=request.user, at=timezone.now()
        )
    except ClassroomError as error:
        messages.error(request, str(error))
        return redirect("learner:sessions:session", key)
    messages.success(request, _("You are no longer on the list."))
    return redirect("learner:training")


def _learner(request: SignedInRequest) -> StaffMember:
    return get_object_or_404(StaffMember, user=request.user)


def _found(
    request: SignedInRequest, key: UUID, at: datetime
) -> tuple[StaffMember, Session]:
    learner = _learner(request)
    return learner, get_object_or_404(list_visible_sessions(learner, at), key=key)
