"""The short address printed in the QR code."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
