"""URLs of the offline verifier, below those printed on certificates."""

from django.urls import path

from courses.certificates.offline import views

app_name = "offline"

urlpatterns = [
    path("offline/", views.redirect_to_verifier, name="start"),
    path("offline/<str:language>/", views.show_verifier, name="page"),
    path("lists.json", views.list_status_lists, name="lists"),
    path("sw.js", views.serve_verifier_worker, name="worker"),
    path("manifest.webmanifest", views.serve_verifier_manifest, name="manifest"),
]
