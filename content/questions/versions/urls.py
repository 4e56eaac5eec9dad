"""URLs from a question at the desk to its drafts in the studio."""

from django.urls import path

from content.questions.versions import views

app_name = "questions_versions"

urlpatterns = [
    path("<uuid:key>/edit/<slug:language>/", views.open_question_editor, name="edit"),
    path(
        "<uuid:key>/restore/<int:number>/",
        views.restore_question_version,
        name="restore",
    ),
]
