"""URLs of classroom courses at the desk."""

from django.urls import path

from courses.desk.sessions.views import (
    session_attendance,
    session_pages,
    session_plans,
    session_registrations,
)

app_name = "sessions"

urlpatterns = [
    path("", session_pages.list_classroom_sessions, name="list"),
    path("plan/", session_plans.plan_classroom_session, name="plan"),
    path("courses/add/", session_plans.add_classroom_course, name="add-course"),
    path("<uuid:key>/", session_pages.show_classroom_session, name="session"),
    path("<uuid:key>/change/", session_plans.change_classroom_session, name="change"),
    path("<uuid:key>/cancel/", session_plans.cancel_classroom_session, name="cancel"),
    path(
        "<uuid:key>/register/", session_registrations.add_registrations, name="register"
    ),
    path(
        "<uuid:key>/people/<uuid:registration>/leave/",
        session_registrations.remove_registration,
        name="leave",
    ),
    path(
        "<uuid:key>/days/<int:number>/",
        session_attendance.enter_attendance,
        name="attendance",
    ),
    path(
        "<uuid:key>/sheet/", session_attendance.download_attendance_sheet, name="sheet"
    ),
    path("<uuid:key>/close/", session_attendance.close_classroom_session, name="close"),
]
