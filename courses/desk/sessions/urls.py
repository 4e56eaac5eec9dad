"""Addresses of the desk of courses held in a classroom."""

from django.urls import path

from courses.desk.sessions.views import attendance, listed, people, planning

app_name = "sessions"

urlpatterns = [
    path("", listed.listed, name="list"),
    path("plan/", planning.plan, name="plan"),
    path("courses/add/", planning.add_course, name="add-course"),
    path("<uuid:key>/", listed.session, name="session"),
    path("<uuid:key>/change/", planning.change, name="change"),
    path("<uuid:key>/cancel/", planning.cancel, name="cancel"),
    path("<uuid:key>/register/", people.register, name="register"),
    path("<uuid:key>/people/<uuid:registration>/leave/", people.leave, name="leave"),
    path("<uuid:key>/days/<int:number>/", attendance.attendance, name="attendance"),
    path("<uuid:key>/sheet/", attendance.sheet, name="sheet"),
    path("<uuid:key>/close/", attendance.close, name="close"),
]
