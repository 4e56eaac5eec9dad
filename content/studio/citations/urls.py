"""URL of the search for provisions to cite."""

from django.urls import path

from content.studio.citations import views

app_name = "studio_cite"

urlpatterns = [path("", views.suggest_provisions, name="offered")]
