"""URLs of retention at the desk."""

from django.urls import path

from courses.desk.retention import views

app_name = "retention"

urlpatterns = [
    path("", views.show_retention_rules, name="rules"),
    path("report/", views.list_retention_runs, name="report"),
    path("report/export/", views.export_retention_report, name="export"),
    path("holds/", views.list_legal_holds, name="holds"),
    path("holds/<uuid:key>/lift/", views.lift_legal_hold, name="lift"),
    path("people/<uuid:key>/hold/", views.place_legal_hold, name="hold"),
]
