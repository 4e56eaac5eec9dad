"""URLs of evidence at the desk."""

from django.urls import path

from courses.desk.evidence import views

app_name = "evidence"

urlpatterns = [
    path("<uuid:key>/attempts/", views.list_person_attempts, name="attempts"),
    path(
        "<uuid:key>/attempts/<uuid:attempt>/evidence/",
        views.download_evidence_pack,
        name="issue",
    ),
]
