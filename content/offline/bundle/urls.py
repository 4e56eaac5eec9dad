"""URLs of device downloads."""

from django.urls import path

from content.offline.bundle import views

urlpatterns = [
    path("<slug:slug>/", views.download_bundle_manifest, name="manifest"),
    path("<slug:slug>/so-far/", views.download_progress_acts, name="so-far"),
    path("<slug:slug>/practice/", views.redirect_to_practice, name="practice"),
    path(
        "<slug:slug>/pages/<slug:kind>/<slug:name>/",
        views.download_device_page,
        name="page",
    ),
]
