"""Addresses of the desk of recognised training."""

from django.urls import path

from courses.desk.recognition.views import claims

app_name = "recognition"

urlpatterns = [
    path("", claims.listed, name="claims"),
    path("people/<uuid:key>/add/", claims.add, name="add-claim"),
    path("<uuid:key>/", claims.claim, name="claim"),
    path("<uuid:key>/scan/", claims.scan, name="scan"),
]
