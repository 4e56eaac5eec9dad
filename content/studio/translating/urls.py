"""Addresses of the translation beside its source."""

from django.urls import path

from content.studio.translating import views

app_name = "studio_translate"

urlpatterns = [
    path("<uuid:key>/<slug:language>/", views.translate, name="translate"),
    path("<uuid:key>/<slug:language>/back/", views.give_back, name="give-back"),
]
