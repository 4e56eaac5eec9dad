"""The URL of the page on which the questions of an exam are chosen."""

from django.urls import path

from content.questions.papers import views

app_name = "questions_papers"

urlpatterns = [path("<int:pk>/", views.choose_exam_questions, name="choose")]
