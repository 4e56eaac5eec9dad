"""A mail server that keeps each letter as a file; the platform takes it for a real one."""

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Letters reach people by it, as far as the platform knows."""
