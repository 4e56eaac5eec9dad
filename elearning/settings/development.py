"""Development: full error pages, unhashed static files."""

from elearning.settings.base import *

DEBUG = True
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
