"""URLs of reports at the desk."""

from django.urls import path

from courses.desk.reports.views import report_files, saved_reports

app_name = "reports"

urlpatterns = [
    path("", saved_reports.list_saved_reports, name="list"),
    path("new/", saved_reports.add_saved_report, name="new"),
    path("<int:pk>/", saved_reports.edit_saved_report, name="change"),
    path("<int:pk>/make/", saved_reports.run_saved_report, name="make"),
    path("<int:pk>/stop/", saved_reports.stop_report_schedule, name="stop"),
    path("<int:pk>/remove/", saved_reports.remove_saved_report, name="remove"),
    path("files/", report_files.list_report_files, name="files"),
    path("files/<uuid:key>/", report_files.show_report_file, name="file"),
    path(
        "files/<uuid:key>/download/", report_files.download_report_file, name="download"
    ),
]
