"""Addresses of what the desk enters about somebody's service."""

from django.urls import path

from courses.desk.organisation.service.views import (
    absences,
    appointments,
    lines,
    newcomers,
)

app_name = "service"

urlpatterns = [
    path("add/", newcomers.add, name="add"),
    path("<uuid:key>/appoint/", appointments.appoint, name="appoint"),
    path(
        "<uuid:key>/appointments/<int:pk>/move/",
        appointments.move,
        name="move",
    ),
    path("<uuid:key>/appointments/<int:pk>/end/", appointments.end, name="leave"),
    path(
        "<uuid:key>/appointments/<int:pk>/call-off/",
        appointments.call_off,
        name="call-off",
    ),
    path("<uuid:key>/absences/add/", absences.note, name="absent"),
    path("<uuid:key>/absences/<int:pk>/end/", absences.end, name="back"),
    path("<uuid:key>/rank/", lines.give_rank, name="give-rank"),
    path("<uuid:key>/ranks/<int:pk>/end/", lines.end_rank, name="end-rank"),
    path("<uuid:key>/manager/", lines.set_manager, name="set-manager"),
    path("<uuid:key>/managers/<int:pk>/end/", lines.end_manager, name="end-manager"),
]
