"""Addresses of courses.assessment."""

from django.urls import path
from django.views.generic import RedirectView

from courses.assessment import gauging_views, practice_views, start_views, views
from courses.assessment.models import Purpose

app_name = "assessment"

urlpatterns = [
    path("<uuid:key>/", start_views.start, name="start"),
    *(
        path(
            f"<uuid:key>/{purpose.value}/",
            gauging_views.start,
            {"purpose": purpose.value},
            name=purpose.value,
        )
        for purpose in (Purpose.PRE_TEST, Purpose.FOLLOW_UP)
    ),
    path("<uuid:key>/practice/", practice_views.practice, name="practice"),
    path(
        "<uuid:key>/practice/<uuid:question>/",
        practice_views.question,
        name="practice-question",
    ),
    path("attempts/<uuid:key>/", views.question, name="question"),
    path("attempts/<uuid:key>/continue/", views.move, name="move"),
    path("attempts/<uuid:key>/questions/", views.sheet, name="sheet"),
    path("attempts/<uuid:key>/overview/", views.overview, name="overview"),
    path("attempts/<uuid:key>/hand-in/", views.hand_in, name="hand-in"),
    path(
        "attempts/<uuid:key>/result/",
        RedirectView.as_view(pattern_name="learner:result"),
        name="result",
    ),
]
