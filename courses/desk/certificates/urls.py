"""URLs of certificates at the desk."""

from django.urls import path

from courses.desk.certificates.views import (
    certificate_details,
    certificate_list,
    revocation_proposals,
)

app_name = "certificates"

urlpatterns = [
    path("", certificate_list.list_certificates, name="list"),
    path("take/", certificate_list.download_certificate_archive, name="take"),
    path(
        "proposals/", revocation_proposals.list_revocation_proposals, name="proposals"
    ),
    path(
        "proposals/<uuid:key>/",
        revocation_proposals.decide_certificate_revocation,
        name="decide",
    ),
    path("<uuid:key>/", certificate_details.show_certificate, name="certificate"),
    path(
        "<uuid:key>/revoke/",
        certificate_details.propose_certificate_revocation,
        name="revoke",
    ),
    path(
        "<uuid:key>/replace/",
        certificate_details.replace_listed_certificate,
        name="replace",
    ),
]
