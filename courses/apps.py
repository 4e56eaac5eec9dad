"""Courses, editions, enrolments and progress."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Courses, editions, enrolments and progress."""

    name = "courses"
    label = "courses"
    default_auto_field = "django.db.models.BigAutoField"
