"""URLs of corrected keys at the desk."""

from django.urls import path

from courses.desk.corrections.views import (
    correction_proposals,
    key_corrections,
    lost_passes,
)

app_name = "corrections"

urlpatterns = [
    path("", key_corrections.list_key_corrections, name="list"),
    path(
        "questions/<int:pk>/",
        correction_proposals.propose_key_correction,
        name="propose",
    ),
    path("passes/", lost_passes.list_lost_passes, name="passes"),
    path("passes/<int:pk>/", lost_passes.review_lost_pass, name="review"),
    path("<uuid:key>/", key_corrections.show_key_correction, name="correction"),
    path("<uuid:key>/decide/", key_corrections.decide_key_correction, name="decide"),
]
