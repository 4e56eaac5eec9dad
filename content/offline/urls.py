"""Addresses of content.offline that speak a language."""

from django.urls import include, path

from content.offline import views

app_name = "device"

urlpatterns = [
    path("", views.home, name="home"),
    path("shell/", views.shell, name="shell"),
    path("words.json", views.words, name="words"),
    path("app.webmanifest", views.manifest, name="app"),
    path("courses/", include("content.offline.bundle.urls")),
]
