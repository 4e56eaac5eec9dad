"""The doors of Wagtail's admin: open to trainers, its own sign-in closed."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
