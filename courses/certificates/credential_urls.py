"""Public URLs for verifying credentials, the same in every language."""

from django.urls import path

from courses.certificates import credential_views

urlpatterns = [
    path(
        "authority/",
        credential_views.download_authority_certificates,
        name="credentials-authority",
    ),
    path("issuer/", credential_views.show_issuer_profile, name="credentials-issuer"),
    path("keys/", credential_views.show_key_set, name="credentials-keys"),
    path("keys/<str:kid>/", credential_views.show_public_key, name="credentials-key"),
    path(
        "status/<str:kind>/<int:number>/",
        credential_views.show_status_list,
        name="credentials-status",
    ),
]
