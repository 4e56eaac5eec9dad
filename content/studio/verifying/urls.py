"""Addresses of the facts to verify."""

from django.urls import path

from content.studio.verifying import views

app_name = "studio_facts"

urlpatterns = [
    path("", views.facts, name="all"),
    path("<int:pk>/", views.checked, name="checked"),
]
