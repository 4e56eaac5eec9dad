"""URLs of certificates: the holder’s pages, and the public verification pages."""

from django.urls import path

from courses.certificates import credential_views, public_views, views

app_name = "certificates"

urlpatterns = [
    path("certificates/<uuid:key>/", views.show_certificate, name="certificate"),
    path("certificates/<uuid:key>/pdf/", views.download_certificate_pdf, name="pdf"),
    path("certificates/<uuid:key>/card/", views.download_pocket_card, name="card"),
    path(
        "certificates/<uuid:key>/credential.json",
        credential_views.download_credential_json,
        name="credential-json",
    ),
    path(
        "certificates/<uuid:key>/credential.jwt",
        credential_views.download_credential_jwt,
        name="credential-jwt",
    ),
    path("verify/", public_views.ask_for_code, name="verify-form"),
    path("verify/<str:code>/", public_views.verify_certificate, name="verify"),
]
