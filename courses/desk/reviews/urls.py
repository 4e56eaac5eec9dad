"""Addresses of the safeguard reviews."""

from django.urls import path

from courses.desk.reviews import views

app_name = "reviews"

urlpatterns = [
    path("", views.reviews, name="list"),
    path("guidelines/<slug:slug>/", views.guideline, name="guideline"),
    path("<slug:slug>/<uuid:key>/", views.module, name="module"),
]
