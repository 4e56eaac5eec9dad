"""Addresses of content.offline that programs ask, in no language."""

from django.urls import path

from content.offline import wire_views

app_name = "device-wire"

urlpatterns = [
    path("worker.js", wire_views.worker, name="worker"),
    path("session/", wire_views.session, name="session"),
    path("acts/", wire_views.acts, name="acts"),
]
