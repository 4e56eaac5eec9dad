"""Addresses of what the desk enters about somebody's service."""

from django.urls import path

from courses.desk.organisation.service.views import absences, appointments, newcomers

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
    path("<uuid:key>/absences/add/", absences.note, name="absent"),
    path("<uuid:key>/absences/<int:pk>/end/", absences.end, name="back"),
]
