"""URLs of the question bank at the desk."""

from django.urls import path

from courses.desk.bank.views import (
    bank_questions,
    question_changes,
    question_leaks,
    question_versions,
    review_tasks,
)

app_name = "bank"

urlpatterns = [
    path("", bank_questions.list_bank_questions, name="questions"),
    path("place/", question_changes.file_many_questions, name="file-many"),
    path("tasks/", review_tasks.list_review_tasks, name="tasks"),
    path("tasks/<int:pk>/close/", review_tasks.close_review_task, name="close-task"),
    path("states/", review_tasks.list_state_proposals, name="proposals"),
    path("leaks/", question_leaks.list_question_leaks, name="leaks"),
    path("leaks/<uuid:key>/", question_leaks.show_question_leak, name="leak"),
    path("<uuid:key>/", bank_questions.show_bank_question, name="question"),
    path(
        "<uuid:key>/versions/",
        question_versions.list_question_versions,
        name="versions",
    ),
    path(
        "<uuid:key>/versions/compare/",
        question_versions.compare_question_versions,
        name="compare",
    ),
    path(
        "<uuid:key>/languages/",
        question_versions.compare_question_languages,
        name="languages",
    ),
    path("<uuid:key>/reaffirm/", review_tasks.reaffirm_bank_question, name="reaffirm"),
    path("<uuid:key>/state/", question_changes.change_question_state, name="state"),
    path(
        "<uuid:key>/state/decide/",
        question_changes.decide_state_proposal,
        name="decide-state",
    ),
    path(
        "<uuid:key>/state/withdraw/",
        question_changes.withdraw_state_proposal,
        name="withdraw-state",
    ),
    path("<uuid:key>/place/", question_changes.file_question, name="file"),
    path(
        "<uuid:key>/quarantine/",
        question_changes.quarantine_question,
        name="quarantine",
    ),
    path("<uuid:key>/lift/", question_changes.lift_question_quarantine, name="lift"),
    path("<uuid:key>/decide/", question_changes.decide_leak, name="decide"),
]
