"""Addresses of course packages, in the studio."""

from django.urls import path

from content.packages import views

app_name = "packages"

urlpatterns = [
    path("", views.PackagesView.as_view(), name="all"),
    path("import/<slug:token>/", views.CheckView.as_view(), name="check"),
    path("imports/<int:pk>/", views.ImportView.as_view(), name="import"),
    path("imports/<int:pk>/cancel/", views.CancelView.as_view(), name="cancel"),
    path("<slug:slug>/", views.ExportView.as_view(), name="export"),
]
