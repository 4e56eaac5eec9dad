"""Addresses of content.offline that speak a language."""

from django.urls import URLPattern, URLResolver

app_name = "device"

urlpatterns: list[URLPattern | URLResolver] = []
