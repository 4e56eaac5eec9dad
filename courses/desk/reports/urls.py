"""Addresses of the desk of reports."""

from django.urls import path

from courses.desk.reports.views import files

app_name = "reports"

urlpatterns = [
    path("", files.listed, name="list"),
    path("files/<uuid:key>/", files.file, name="file"),
    path("files/<uuid:key>/download/", files.download, name="download"),
]
