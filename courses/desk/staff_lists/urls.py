"""Addresses of the desk of staff lists."""

from django.urls import path

from courses.desk.staff_lists.views import bringing, deciding, listed, logs, shown

app_name = "staff-lists"

urlpatterns = [
    path("", listed.staff_lists, name="list"),
    path("upload/", bringing.upload, name="upload"),
    path("<uuid:key>/", shown.staff_list, name="one"),
    path("<uuid:key>/columns/", bringing.columns, name="columns"),
    path("<uuid:key>/confirm/", deciding.confirm, name="confirm"),
    path("<uuid:key>/cancel/", deciding.cancel, name="cancel"),
    path("<uuid:key>/log/", logs.log, name="log"),
]
