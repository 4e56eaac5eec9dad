"""URLs of certificate updates."""

from django.urls import path

from courses.updates import views

app_name = "updating"

urlpatterns = [path("<uuid:key>/", views.update_certificate, name="update")]
