"""Addresses of what a device downloads."""

from django.urls import path

from content.offline.bundle import views

urlpatterns = [
    path("<slug:slug>/", views.manifest, name="manifest"),
    path("<slug:slug>/so-far/", views.so_far, name="so-far"),
    path("<slug:slug>/practice/", views.practice, name="practice"),
    path("<slug:slug>/pages/<slug:kind>/<slug:name>/", views.page, name="page"),
]
