"""Addresses of the desk of reports."""

from django.urls import path

from courses.desk.reports.views import files, saved

app_name = "reports"

urlpatterns = [
    path("", saved.listed, name="list"),
    path("new/", saved.new, name="new"),
    path("<int:pk>/", saved.change, name="change"),
    path("<int:pk>/make/", saved.make, name="make"),
    path("<int:pk>/stop/", saved.stop, name="stop"),
    path("<int:pk>/remove/", saved.remove, name="remove"),
    path("files/", files.listed, name="files"),
    path("files/<uuid:key>/", files.file, name="file"),
    path("files/<uuid:key>/download/", files.download, name="download"),
]
