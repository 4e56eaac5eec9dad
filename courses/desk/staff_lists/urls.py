"""URLs of staff lists at the desk."""

from django.urls import path

from courses.desk.staff_lists.views import (
    staff_list_decision,
    staff_list_details,
    staff_list_log,
    staff_list_upload,
)

app_name = "staff-lists"

urlpatterns = [
    path("", staff_list_details.list_staff_lists, name="list"),
    path("upload/", staff_list_upload.upload_staff_list, name="upload"),
    path("<uuid:key>/", staff_list_details.show_staff_list, name="one"),
    path(
        "<uuid:key>/columns/", staff_list_upload.map_staff_list_columns, name="columns"
    ),
    path(
        "<uuid:key>/confirm/", staff_list_decision.confirm_uploaded_list, name="confirm"
    ),
    path("<uuid:key>/cancel/", staff_list_decision.cancel_uploaded_list, name="cancel"),
    path("<uuid:key>/log/", staff_list_log.download_staff_list_log, name="log"),
]
