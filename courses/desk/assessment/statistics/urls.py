"""Addresses of the statistics."""

from django.urls import path

from courses.desk.assessment.statistics.views import exams, gains, questions

app_name = "statistics"

urlpatterns = [
    path("", questions.questions, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("gains/", gains.report, name="gains"),
    path("exams/<int:pk>/", exams.exam, name="exam"),
]
