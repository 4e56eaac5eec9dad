"""URLs of privacy requests at the desk."""

from django.urls import path

from courses.desk.privacy import views

app_name = "privacy"

urlpatterns = [
    path("", views.list_privacy_requests, name="requests"),
    path("<uuid:key>/", views.decide_privacy_request, name="request"),
]
