"""Addresses of courses.learner."""

from django.urls import URLPattern

app_name = "learner"

urlpatterns: list[URLPattern] = []
