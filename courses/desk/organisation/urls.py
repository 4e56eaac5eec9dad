"""Addresses of the desk of the organisation."""

from django.urls import path

from courses.desk.organisation.views import changes, places

app_name = "organisation"

urlpatterns = [
    path("", places.tree, name="tree"),
    path("places/<slug:code>/", places.place, name="place"),
    path("places/<slug:code>/found/", changes.found, name="found"),
    path("places/<slug:code>/titles/", changes.describe, name="describe"),
    path("places/<slug:code>/move/", changes.move, name="move"),
    path("places/<slug:code>/close/", changes.close, name="close"),
]
