"""Language-neutral URLs of content.offline, for programs."""

from django.urls import path

from content.offline import device_api_views

app_name = "device-wire"

urlpatterns = [
    path("worker.js", device_api_views.serve_service_worker, name="worker"),
    path("session/", device_api_views.serve_device_session, name="session"),
    path("acts/", device_api_views.accept_device_acts, name="acts"),
]
