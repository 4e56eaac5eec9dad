"""URLs of content.offline with a language prefix."""

from django.urls import include, path

from content.offline import views

app_name = "device"

urlpatterns = [
    path("", views.show_device_home, name="home"),
    path("shell/", views.show_offline_page, name="shell"),
    path("words.json", views.serve_script_texts, name="words"),
    path("app.webmanifest", views.serve_web_manifest, name="app"),
    path("courses/", include("content.offline.bundle.urls")),
]
