"""What is due, done by the worker process."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """What is due, done by the worker process."""

    name = "elearning.worker"
    label = "worker"
