"""Addresses of the verifier that works without a network, below those printed on paper."""

from django.urls import path

from courses.certificates.offline import views

app_name = "offline"

urlpatterns = [
    path("offline/", views.start, name="start"),
    path("offline/<str:language>/", views.page, name="page"),
    path("lists.json", views.lists, name="lists"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
