"""Addresses of content.glossary."""

from django.urls import path

from content.glossary import views

app_name = "glossary"

urlpatterns = [path("", views.glossary, name="glossary")]
