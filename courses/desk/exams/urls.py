"""Addresses of the desk of exams."""

from django.urls import path

from courses.desk.exams.views import attempts, changes, extra_time, sittings

app_name = "exams"

urlpatterns = [
    path("", attempts.find, name="find"),
    path("learners/<uuid:key>/", attempts.learner, name="learner"),
    path(
        "learners/<uuid:key>/further/<uuid:enrolment>/",
        attempts.grant,
        name="grant-attempt",
    ),
    path("people/<uuid:key>/extra-time/", extra_time.extra_time, name="extra-time"),
    path(
        "people/<uuid:key>/extra-time/<int:pk>/end/",
        extra_time.end,
        name="end-extra-time",
    ),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/plan/", sittings.plan, name="plan"),
    path("sittings/<uuid:key>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:key>/cancel/", changes.cancel, name="cancel"),
    path("sittings/<uuid:key>/move/", changes.move, name="move"),
    path("sittings/<uuid:key>/pass-on/", changes.pass_on, name="pass-on"),
    path(
        "sittings/<uuid:key>/attempts/<uuid:attempt>/minutes/",
        sittings.minutes,
        name="minutes",
    ),
]
