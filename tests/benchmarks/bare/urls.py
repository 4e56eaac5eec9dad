"""Pages by Wagtail's own view, at addresses that name the language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("wagtail.urls")))
