"""URLs of exams at the desk."""

from django.urls import path

from courses.desk.exams.views import (
    exam_sittings,
    extra_time_grants,
    learner_attempts,
    sitting_changes,
)

app_name = "exams"

urlpatterns = [
    path("", learner_attempts.search_learner, name="find"),
    path(
        "learners/<uuid:key>/", learner_attempts.show_learner_attempts, name="learner"
    ),
    path(
        "learners/<uuid:key>/further/<uuid:enrolment>/",
        learner_attempts.grant_another_attempt,
        name="grant-attempt",
    ),
    path(
        "people/<uuid:key>/extra-time/",
        extra_time_grants.show_extra_time,
        name="extra-time",
    ),
    path(
        "people/<uuid:key>/extra-time/<int:pk>/end/",
        extra_time_grants.end_extra_time_grant,
        name="end-extra-time",
    ),
    path("sittings/", exam_sittings.list_exam_sittings, name="sittings"),
    path("sittings/plan/", exam_sittings.plan_exam_sitting, name="plan"),
    path("sittings/<uuid:key>/", exam_sittings.show_exam_sitting, name="sitting"),
    path(
        "sittings/<uuid:key>/cancel/",
        sitting_changes.cancel_exam_sitting,
        name="cancel",
    ),
    path("sittings/<uuid:key>/move/", sitting_changes.move_exam_sitting, name="move"),
    path(
        "sittings/<uuid:key>/pass-on/",
        sitting_changes.change_invigilator,
        name="pass-on",
    ),
    path(
        "sittings/<uuid:key>/attempts/<uuid:attempt>/minutes/",
        exam_sittings.restore_exam_minutes,
        name="minutes",
    ),
]
