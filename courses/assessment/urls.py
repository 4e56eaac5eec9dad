"""Addresses of courses.assessment."""

from django.urls import path
from django.views.generic import RedirectView

from courses.assessment.models import AttemptPurpose
from courses.assessment.pages.views import (
    diagnostic_test_page,
    exam_start,
    practice_pages,
    running_exam,
    sitting_download,
)

app_name = "assessment"

urlpatterns = [
    path("<uuid:key>/", exam_start.start_exam, name="start"),
    *(
        path(
            f"<uuid:key>/{purpose.value}/",
            diagnostic_test_page.start_diagnostic_test,
            {"purpose": purpose.value},
            name=purpose.value,
        )
        for purpose in (AttemptPurpose.PRE_TEST, AttemptPurpose.FOLLOW_UP)
    ),
    path("<uuid:key>/practice/", practice_pages.show_practice, name="practice"),
    path(
        "<uuid:key>/practice/<uuid:question>/",
        practice_pages.answer_practice_question,
        name="practice-question",
    ),
    path(
        "sittings/<uuid:key>.ics",
        sitting_download.download_sitting_calendar,
        name="calendar",
    ),
    path("attempts/<uuid:key>/", running_exam.answer_exam_question, name="question"),
    path("attempts/<uuid:key>/continue/", running_exam.move_exam, name="move"),
    path(
        "attempts/<uuid:key>/questions/", running_exam.list_exam_questions, name="sheet"
    ),
    path(
        "attempts/<uuid:key>/overview/",
        running_exam.show_exam_overview,
        name="overview",
    ),
    path("attempts/<uuid:key>/hand-in/", running_exam.hand_in_exam, name="hand-in"),
    path(
        "attempts/<uuid:key>/result/",
        RedirectView.as_view(pattern_name="learner:result"),
        name="result",
    ),
]
