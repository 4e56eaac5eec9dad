"""Addresses of what was typed and not sent."""

from django.urls import path

from elearning.unsent import views

app_name = "unsent"

urlpatterns = [
    path("", views.keep, name="keep"),
    path("take/", views.take, name="take"),
    path("discard/", views.discard, name="discard"),
]
