"""URLs of service records at the desk."""

from django.urls import path

from courses.desk.organisation.service.views import service_entries, staff_appointments

app_name = "service"

urlpatterns = [
    path("add/", staff_appointments.enter_staff_member, name="add"),
    path("<uuid:key>/appoint/", staff_appointments.enter_appointment, name="appoint"),
    path(
        "<uuid:key>/appointments/<int:pk>/move/",
        staff_appointments.move_to_another_post,
        name="move",
    ),
    path(
        "<uuid:key>/appointments/<int:pk>/end/",
        staff_appointments.enter_appointment_end,
        name="leave",
    ),
    path(
        "<uuid:key>/appointments/<int:pk>/call-off/",
        staff_appointments.cancel_planned_appointment,
        name="call-off",
    ),
    path("<uuid:key>/absences/add/", service_entries.enter_absence, name="absent"),
    path(
        "<uuid:key>/absences/<int:pk>/end/",
        service_entries.enter_absence_end,
        name="back",
    ),
    path("<uuid:key>/rank/", service_entries.enter_rank, name="give-rank"),
    path(
        "<uuid:key>/ranks/<int:pk>/end/",
        service_entries.enter_rank_end,
        name="end-rank",
    ),
    path("<uuid:key>/manager/", service_entries.enter_line_manager, name="set-manager"),
    path(
        "<uuid:key>/managers/<int:pk>/end/",
        service_entries.enter_line_manager_end,
        name="end-manager",
    ),
]
