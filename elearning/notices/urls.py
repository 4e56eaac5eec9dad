"""Addresses of the notices."""

from django.urls import path

from elearning.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("<int:pk>/", views.follow, name="follow"),
    path("read/", views.read, name="read"),
]
