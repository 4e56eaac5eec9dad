"""URLs of content.glossary."""

from django.urls import path

from content.glossary import views

app_name = "glossary"

urlpatterns = [path("", views.show_glossary, name="glossary")]
