"""URLs of content.search."""

from django.urls import path

from content.search import views

app_name = "search"

urlpatterns = [path("", views.show_search_results, name="search")]
