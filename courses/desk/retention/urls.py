"""Addresses of the desk of retention."""

from django.urls import path

from courses.desk.retention import views

app_name = "retention"

urlpatterns = [
    path("", views.rules, name="rules"),
    path("report/", views.report, name="report"),
    path("report/export/", views.export, name="export"),
    path("holds/", views.holds, name="holds"),
    path("holds/<uuid:key>/lift/", views.lift, name="lift"),
    path("people/<uuid:key>/hold/", views.hold, name="hold"),
]
