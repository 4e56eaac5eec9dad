"""URLs of films and recordings."""

from django.urls import path

from content.studio.recordings import views

app_name = "studio_recordings"

urlpatterns = [
    path("", views.list_recordings, name="all"),
    path("<int:pk>/again/", views.retry_recording, name="again"),
]
