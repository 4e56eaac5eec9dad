"""Addresses of the desk of certificates."""

from django.urls import path

from courses.desk.certificates.views import listed, papers, proposals, taking

app_name = "certificates"

urlpatterns = [
    path("", listed.certificates, name="list"),
    path("take/", taking.take, name="take"),
    path("proposals/", proposals.waiting, name="proposals"),
    path("proposals/<uuid:key>/", proposals.decide, name="decide"),
    path("<uuid:key>/", papers.certificate, name="certificate"),
    path("<uuid:key>/revoke/", papers.revoke, name="revoke"),
    path("<uuid:key>/replace/", papers.replace, name="replace"),
]
