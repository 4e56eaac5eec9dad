"""Addresses of the learner's own screens."""

from django.urls import include, path

from courses.learner import views

app_name = "learner"

urlpatterns = [
    path("", views.training, name="training"),
    path("tour/", views.tour, name="tour"),
    path("courses/<slug:slug>/join/", views.join, name="enrol"),
    path("sessions/", include("courses.learner.sessions.urls")),
    path("people/", views.people, name="people"),
    path("questions/", views.questions, name="questions"),
    path("post/", views.post, name="post"),
    path("records/", views.records, name="records"),
    path("records/looks/", views.looks, name="looks"),
    path("records/archive/", views.archive, name="archive"),
    path("records/erasure/", views.erasure, name="erasure"),
    path("records/whole/pdf/", views.whole_pdf, name="whole-pdf"),
    path("records/whole/json/", views.whole_json, name="whole-json"),
    path("certificates/", views.certificates, name="certificates"),
    path("results/<uuid:key>/", views.result, name="result"),
]
