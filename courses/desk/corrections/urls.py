"""Addresses of the desk of corrected keys."""

from django.urls import path

from courses.desk.corrections.views import corrections, passes, proposals

app_name = "corrections"

urlpatterns = [
    path("", corrections.corrections, name="list"),
    path("questions/<int:pk>/", proposals.propose, name="propose"),
    path("passes/", passes.passes, name="passes"),
    path("passes/<int:pk>/", passes.review, name="review"),
    path("<uuid:key>/", corrections.correction, name="correction"),
    path("<uuid:key>/decide/", corrections.decide, name="decide"),
]
