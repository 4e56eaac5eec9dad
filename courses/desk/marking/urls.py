"""URLs of marking at the desk."""

from django.urls import path

from courses.desk.marking.views import marking_lists, marking_sheets, withheld_answers

app_name = "marking"

urlpatterns = [
    path("", marking_lists.show_marking_queue, name="queue"),
    path("disagreements/", marking_lists.list_disagreements, name="disagreements"),
    path("mine/", marking_lists.list_own_marks, name="mine"),
    path(
        "next/<slug:course>/<slug:language>/",
        marking_sheets.redirect_to_next_answer,
        name="next",
    ),
    path("answers/<int:pk>/", marking_sheets.mark_open_answer, name="mark"),
    path("answers/<int:pk>/decide/", marking_sheets.decide_disagreement, name="decide"),
    path(
        "answers/<int:pk>/aside/", withheld_answers.set_answer_aside, name="set-aside"
    ),
    path("aside/", withheld_answers.list_answers_set_aside, name="held"),
    path("aside/<int:pk>/", withheld_answers.redact_answer, name="give-back"),
]
