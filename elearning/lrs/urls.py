"""Addresses of elearning.lrs."""

from django.urls import URLPattern

app_name = "lrs"

urlpatterns: list[URLPattern] = []
