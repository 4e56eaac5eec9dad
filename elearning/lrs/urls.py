"""Addresses of the store."""

from django.urls import path

from elearning.lrs import views

app_name = "lrs"

urlpatterns = [
    path("about", views.about, name="about"),
    path("statements", views.statements, name="statements"),
]
