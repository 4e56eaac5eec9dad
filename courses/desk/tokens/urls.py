"""Addresses of access keys."""

from django.urls import path

from courses.desk.tokens import views

app_name = "tokens"

urlpatterns = [
    path("", views.tokens, name="list"),
    path("add/", views.make, name="make"),
    path("<int:pk>/end/", views.end_one, name="end"),
]
