"""URLs of side-by-side translation."""

from django.urls import path

from content.studio.translations import views

app_name = "studio_translate"

urlpatterns = [
    path(
        "guidelines/<slug:slug>/<slug:language>/",
        views.translate_guideline,
        name="guideline",
    ),
    path(
        "guidelines/<slug:slug>/<slug:language>/back/",
        views.return_guideline_translation,
        name="give-back-guideline",
    ),
    path("<uuid:key>/<slug:language>/", views.translate_unit, name="translate"),
    path(
        "<uuid:key>/<slug:language>/back/",
        views.return_unit_translation,
        name="give-back",
    ),
]
