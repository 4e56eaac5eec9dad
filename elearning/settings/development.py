"""A developer's machine: errors in full, files unhashed."""

from elearning.settings.base import *

DEBUG = True
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
