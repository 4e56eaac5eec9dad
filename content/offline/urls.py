"""Addresses of content.offline that speak a language."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "device"

urlpatterns: list[URLPattern | URLResolver] = [
    path("courses/", include("content.offline.bundle.urls")),
]
