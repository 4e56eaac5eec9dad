"""Converted versions of uploaded films and recordings, and their progress."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

FILM_TYPES = ("mp4", "webm")
SOUND_TYPES = ("mp3", "ogg", "m4a")
#: A worker touches the recording that it converts every few seconds.
LEFT_AFTER = timedelta(minutes=2)


class RecordingQuerySet(models.QuerySet["Recording"]):
    """Recordings by state of conversion."""

    def due(self, at: datetime) -> Self:
        """Return those waiting at ``at``, and those that a worker left unfinished."""
        left = Q(state=RecordingState.WORKING, touched_at__lt=at - LEFT_AFTER)
        return self.filter(Q(state=RecordingState.WAITING) | left).order_by("pk")


class RecordingState(models.TextChoices):
    """The state of the conversion of a file."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("converting")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be converted")


class Recording(models.Model):
    """The versions that readers load instead of an uploaded film or recording.

    They are not hashed: everything here can be derived again from the file. ``film`` is
    a small picture with sound, ``sound`` the sound alone, ``still`` a picture to show
    before playing; each is empty if there is none, or if it would be no smaller than
    the file.
    """

    document = models.OneToOneField(
        get_document_model_string(),
        models.CASCADE,
        related_name="recording",
        verbose_name=_("file"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=RecordingState, default=RecordingState.WAITING
    )
    percent = models.PositiveSmallIntegerField(_("per cent converted"), default=0)
    touched_at = models.DateTimeField(_("last checked"), null=True)
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True)
    film = models.FileField(_("small video"), upload_to="recordings", blank=True)
    sound = models.FileField(_("sound only"), upload_to="recordings", blank=True)
    still = models.FileField(_("still picture"), upload_to="recordings", blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("video or recording")
        verbose_name_plural = _("videos and recordings")

    def __str__(self) -> str:
        return str(self.document)

    @property
    def minutes(self) -> int:
        """The length in minutes, rounded up; 0 if unknown."""
        return -(-(self.seconds or 0) // 60)
