"""Addresses of the desk of privacy requests."""

from django.urls import path

from courses.desk.privacy import views

app_name = "privacy"

urlpatterns = [
    path("", views.requests, name="requests"),
    path("<uuid:key>/", views.request, name="request"),
]
