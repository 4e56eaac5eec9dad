"""URLs of the learner’s screens."""

from django.urls import include, path

from courses.learner import views

app_name = "learner"

urlpatterns = [
    path("", views.show_training, name="training"),
    path("tour/", views.dismiss_tour, name="tour"),
    path("courses/<slug:slug>/join/", views.join_course, name="enrol"),
    path("sessions/", include("courses.learner.sessions.urls")),
    path("people/", views.show_direct_reports, name="people"),
    path("questions/", views.list_own_questions, name="questions"),
    path("post/", views.show_post_duties, name="post"),
    path("records/", views.show_record, name="records"),
    path("records/looks/", views.show_record_accesses, name="looks"),
    path("records/archive/", views.download_archive, name="archive"),
    path("records/erasure/", views.request_erasure, name="erasure"),
    path("records/whole/pdf/", views.download_record_pdf, name="whole-pdf"),
    path("records/whole/json/", views.download_record_json, name="whole-json"),
    path("certificates/", views.show_certificates, name="certificates"),
    path("results/<uuid:key>/", views.show_exam_result, name="result"),
]
