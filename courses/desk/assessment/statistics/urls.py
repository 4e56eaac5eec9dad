"""URLs of the statistics."""

from django.urls import path

from courses.desk.assessment.statistics.views import (
    exam_statistics,
    learning_gains,
    question_statistics,
)

app_name = "statistics"

urlpatterns = [
    path("", question_statistics.list_question_statistics, name="questions"),
    path(
        "questions/<int:pk>/",
        question_statistics.show_question_statistics,
        name="question",
    ),
    path("gains/", learning_gains.show_learning_gains, name="gains"),
    path("exams/<int:pk>/", exam_statistics.show_exam_statistics, name="exam"),
]
