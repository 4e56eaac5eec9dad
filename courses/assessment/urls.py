"""Addresses of courses.assessment."""

from django.urls import path
from django.views.generic import RedirectView

from courses.assessment.models import Purpose
from courses.assessment.pages.views import calendar, exam, gauging, practice, start

app_name = "assessment"

urlpatterns = [
    path("<uuid:key>/", start.start, name="start"),
    *(
        path(
            f"<uuid:key>/{purpose.value}/",
            gauging.start,
            {"purpose": purpose.value},
            name=purpose.value,
        )
        for purpose in (Purpose.PRE_TEST, Purpose.FOLLOW_UP)
    ),
    path("<uuid:key>/practice/", practice.practice, name="practice"),
    path(
        "<uuid:key>/practice/<uuid:question>/",
        practice.question,
        name="practice-question",
    ),
    path("sittings/<uuid:key>.ics", calendar.sitting, name="calendar"),
    path("attempts/<uuid:key>/", exam.question, name="question"),
    path("attempts/<uuid:key>/continue/", exam.move, name="move"),
    path("attempts/<uuid:key>/questions/", exam.sheet, name="sheet"),
    path("attempts/<uuid:key>/overview/", exam.overview, name="overview"),
    path("attempts/<uuid:key>/hand-in/", exam.hand_in, name="hand-in"),
    path(
        "attempts/<uuid:key>/result/",
        RedirectView.as_view(pattern_name="learner:result"),
        name="result",
    ),
]
