"""Addresses of certificates: the holder's, and the public ones to verify by."""

from django.urls import path

from courses.certificates import credential_views, public_views, views

app_name = "certificates"

urlpatterns = [
    path("certificates/<uuid:key>/", views.certificate, name="certificate"),
    path("certificates/<uuid:key>/pdf/", views.pdf, name="pdf"),
    path("certificates/<uuid:key>/card/", views.card, name="card"),
    path(
        "certificates/<uuid:key>/credential.json",
        credential_views.credential_json,
        name="credential-json",
    ),
    path(
        "certificates/<uuid:key>/credential.jwt",
        credential_views.credential_jwt,
        name="credential-jwt",
    ),
    path("verify/", public_views.ask, name="verify-form"),
    path("verify/<str:code>/", public_views.verify, name="verify"),
]
