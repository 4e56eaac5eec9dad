"""Attendance: the sheet to sign, daily entry, and closing by a second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses.classroom import session_attendance, session_closure
from courses.classroom.attendance_sheet import render_attendance_sheet
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Attendance, Session, SessionDay
from courses.desk.kit import access
from courses.desk.kit.list_page import Tab
from courses.desk.sessions.forms import ExpectedDigestForm
from courses.desk.sessions.session_lookup import (
    list_attendance_sessions,
    require_open_names,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log


@require_http_methods(["GET", "HEAD", "POST"])
@access.audit_refusals
@require_open_names(list_attendance_sessions)
def enter_attendance(
    request: SignedInRequest, session: Session, number: int
) -> HttpResponse:
    """Record attendance on one day, for the teacher and the personnel office."""
    days = session.days
    if not 1 <= number <= len(days):
        raise Http404
    day = days[number - 1]
    rows = list(
        session.registrations.seated()
        .select_related("learner")
        .prefetch_related("marks")
        .order_by("learner__family_name", "learner__given_name", "pk")
    )
    error = ""
    if request.method == "POST":
        named = ((row.pk, request.POST.get(f"mark-{row.pk}", "")) for row in rows)
        marks = {pk: mark for pk, mark in named if mark}
        try:
            session_attendance.record_attendance(
                session, day, marks, by=request.user, at=timezone.now()
            )
        except ClassroomError as refused:
            error = str(refused)
        else:
            messages.success(request, _("Attendance recorded."))
            return _onwards(session, number, len(days))
    audit_log.record_action(
        "classroom.session_viewed", by=request.user, on=session, people=len(rows)
    )
    context = {
        "session": session,
        "day": day,
        "tabs": _tabs(session, days, number),
        "rows": [_Row(row, row.newest_marks.get(day.pk)) for row in rows],
        "marks": Attendance.Mark.choices,
        "error": error,
        "has_begun": day.starts_at <= timezone.now(),
        "is_officer": request.user.has_role(*access.PERSONNEL),
    }
    status = 400 if error else 200
    return render(request, "desk/sessions/attendance.html", context, status=status)


@require_safe
@access.audit_refusals
@require_open_names(list_attendance_sessions)
def download_attendance_sheet(
    request: SignedInRequest, session: Session
) -> HttpResponse:
    """Return the attendance sheet for signing, to print."""
    rows = session.registrations.seated().select_related("learner")
    audit_log.record_action("classroom.sheet_printed", by=request.user, on=session)
    try:
        paper = render_attendance_sheet(session, rows, at=timezone.now())
    except ClassroomError as error:
        messages.error(request, str(error))
        return redirect(session)
    name = f"session-{session.course.code}-{session.days[0].on:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@access.audit_refusals
@require_open_names(list_attendance_sessions)
def close_classroom_session(request: SignedInRequest, session: Session) -> HttpResponse:
    """Show the result of the attendance; a second person puts it on record."""
    now = timezone.now()
    found = session_closure.build_session_result(session)
    form = ExpectedDigestForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            passed = session_closure.close_session(
                session, seen=seen, by=request.user, at=now
            )
        except ClassroomError as refused:
            error = str(refused)
        else:
            words = ngettext(
                "Session closed. %(n)d person has passed.",
                "Session closed. %(n)d people have passed.",
                len(passed),
            )
            messages.success(request, words % {"n": len(passed)})
            return redirect(session)
    audit_log.record_action(
        "classroom.session_viewed", by=request.user, on=session, people=len(found.lines)
    )
    stops = (
        ""
        if error
        else session_closure.find_closing_obstacle(session, found, request.user, now)
    )
    context = {
        "session": session,
        "result": found,
        "form": ExpectedDigestForm(initial={"seen": found.seal}),
        "error": error,
        "stops": _("This session is closed.") if session.closed_at else stops,
        "is_officer": request.user.has_role(*access.PERSONNEL),
    }
    status = 400 if error else 200
    return render(request, "desk/sessions/close.html", context, status=status)


class _Row:
    """A person on the list with the mark that is recorded, or “present” if none is."""

    def __init__(self, registration: Any, mark: Attendance | None) -> None:
        self.registration = registration
        self.is_noted = mark is not None
        self.mark = mark.mark if mark else Attendance.Mark.PRESENT


def _tabs(session: Session, days: list[SessionDay], number: int) -> list[Tab]:
    return [
        Tab(
            reverse("desk:sessions:attendance", args=[session.key, place]),
            date_format(day.on, "DATE_FORMAT"),
            place == number,
        )
        for place, day in enumerate(days, 1)
    ]


def _onwards(session: Session, number: int, whole: int) -> HttpResponse:
    """Redirect to the next day that has begun, else back to the session."""
    days = session.days
    if number < whole and days[number].starts_at <= timezone.now():
        return redirect("desk:sessions:attendance", session.key, number + 1)
    return redirect(session)
