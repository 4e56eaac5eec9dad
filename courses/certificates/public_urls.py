"""Short URLs printed on certificates, the same in every language."""

from django.urls import path, re_path

from courses.certificates import public_views

urlpatterns = [
    path("", public_views.redirect_to_code_form, name="certificates-short-form"),
    path("<str:code>/", public_views.redirect_printed_code, name="certificates-short"),
    # QR codes end without a slash, to save space.
    re_path(
        "^(?P<code>[^/]+)$",
        public_views.redirect_printed_code,
        name="certificates-scanned",
    ),
]
