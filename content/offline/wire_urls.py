"""Addresses of content.offline that programs ask, in no language."""

from django.urls import path

from content.offline import views

app_name = "device-wire"

urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("session/", views.session, name="session"),
    path("acts/", views.acts, name="acts"),
]
