"""URLs of course packages in the studio."""

from django.urls import path

from content.packages import views

app_name = "packages"

urlpatterns = [
    path("", views.PackagesView.as_view(), name="all"),
    path("import/<slug:token>/", views.PackageCheckView.as_view(), name="check"),
    path("imports/<int:pk>/", views.PackageImportView.as_view(), name="import"),
    path(
        "imports/<int:pk>/cancel/",
        views.PackageImportCancelView.as_view(),
        name="cancel",
    ),
    path("<slug:slug>/", views.PackageExportView.as_view(), name="export"),
]
