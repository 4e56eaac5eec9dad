"""Receiver that removes converted files with their recording."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from content.recordings.models import Recording


@receiver(post_delete, sender=Recording)
def remove_recording_files(instance: Recording, **kwargs: Any) -> None:
    """Remove the files of a deleted recording."""
    for file in (instance.film, instance.sound, instance.still):
        if file:
            file.delete(save=False)
