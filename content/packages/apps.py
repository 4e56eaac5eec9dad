"""Courses as files."""

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    """Courses as files."""

    name = "content.packages"
    label = "course_packages"
