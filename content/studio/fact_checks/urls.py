"""URLs of the facts to verify."""

from django.urls import path

from content.studio.fact_checks import views

app_name = "studio_facts"

urlpatterns = [
    path("", views.list_facts_to_verify, name="all"),
    path("<int:pk>/", views.record_fact_check, name="checked"),
]
