"""Conversion of uploads in the worker, one file at a time.

The worker continues its other jobs while ffmpeg runs in a process of its own; each tick
checks the progress. If a worker is killed, the file is converted from the start.
"""

import atexit
import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from django.core.files import File
from django.db.models import Q
from wagtail.documents import get_document_model

from content.recordings import ffmpeg
from content.recordings.models import FILM_TYPES, SOUND_TYPES, Recording, RecordingState

logger = logging.getLogger("elearning.recordings")

#: The converted files, by the field that stores each.
_MADE = {"film": "film.mp4", "sound": "sound.m4a", "still": "still.webp"}
#: A version that saves less than a tenth is not worth a second file.
_WORTH = 0.9


@dataclass
class _Job:
    """A file under conversion, in a folder of its own."""

    recording: Recording
    folder: "tempfile.TemporaryDirectory[str]"
    conversion: ffmpeg.MediaConversion


class RecordingConverter:
    """Converts files one after the other; ``tick`` is a job of the worker."""

    def __init__(self) -> None:
        self._job: _Job | None = None
        atexit.register(self.stop)

    def tick(self, at: datetime) -> int:
        """Add new files, and start the next conversion or check the current one.

        Returns the number of files finished. Without ffmpeg everything waits, and
        readers load the file itself.
        """
        if not ffmpeg.is_installed():
            return 0
        if self._job is not None:
            return self._look_after(self._job, at)
        create_missing_recordings()
        recording = Recording.objects.due(at).select_related("document").first()
        if recording is not None and _claim(recording, at):
            self._begin(recording)
        return 0

    def stop(self) -> None:
        """Abandon the current file; a later tick starts it again."""
        if self._job is not None:
            self._job.conversion.stop()
            self._job.folder.cleanup()
            self._job = None

    def _begin(self, recording: Recording) -> None:
        document = recording.document
        kind = document.file_extension.lower()
        folder = tempfile.TemporaryDirectory(prefix="recording-")
        source = Path(folder.name) / f"source.{kind}"
        try:
            with document.file.open() as file, source.open("wb") as copy:
                for chunk in file.chunks():
                    copy.write(chunk)
            found = ffmpeg.probe_file(source, kind)
        except (OSError, ffmpeg.UnreadableMediaError):
            folder.cleanup()
            _fail(recording)
            return
        recording.seconds = round(found.seconds) or None
        recording.save(update_fields=["seconds"])
        conversion = ffmpeg.MediaConversion(source, kind, found, Path(folder.name))
        self._job = _Job(recording, folder, conversion)

    def _look_after(self, job: _Job, at: datetime) -> int:
        rows = Recording.objects.filter(pk=job.recording.pk)
        if job.conversion.is_running:
            percent = job.conversion.percent
            if not rows.update(percent=percent, touched_at=at):
                self.stop()  # the file was deleted meanwhile
            return 0
        if job.conversion.has_failed:
            _fail(job.recording)
        elif rows.exists():
            _keep(job.recording, Path(job.folder.name))
        self.stop()
        return 1


def create_missing_recordings() -> int:
    """Create a row for each playable file without one; return their number."""
    playable = Q()
    for kind in (*FILM_TYPES, *SOUND_TYPES):
        playable |= Q(file__iendswith=f".{kind}")
    new = get_document_model().objects.filter(playable, recording=None)
    return len(Recording.objects.bulk_create(Recording(document=one) for one in new))


def retry_conversion(recording: Recording) -> None:
    """Queue a failed file for another conversion; any other is left alone."""
    failed = Recording.objects.filter(pk=recording.pk, state=RecordingState.FAILED)
    failed.update(state=RecordingState.WAITING, percent=0)


def list_ready_recordings(documents: Iterable[int]) -> dict[int, Recording]:
    """Return the ready recordings of these files, by file id: at most one query."""
    wanted = set(documents)
    if not wanted:
        return {}
    ready = Recording.objects.filter(document__in=wanted, state=RecordingState.READY)
    return {row.document_id: row for row in ready}


def _claim(recording: Recording, at: datetime) -> bool:
    """Claim ``recording`` for this worker; ``False`` if another was first."""
    due = Recording.objects.due(at).filter(pk=recording.pk)
    taken = due.update(state=RecordingState.WORKING, percent=0, touched_at=at)
    recording.state, recording.percent, recording.touched_at = (
        RecordingState.WORKING,
        0,
        at,
    )
    return bool(taken)


def _keep(recording: Recording, folder: Path) -> None:
    """Store the converted files that are smaller than the original."""
    limit = _WORTH * recording.document.get_file_size()
    for field, name in _MADE.items():
        made = folder / name
        if made.exists() and made.stat().st_size < limit:
            with made.open("rb") as content:
                stored = f"{token_hex(8)}/{name}"
                getattr(recording, field).save(stored, File(content), save=False)
    recording.state, recording.percent = RecordingState.READY, 100
    recording.save()


def _fail(recording: Recording) -> None:
    logger.warning("File %s could not be converted", recording.document_id)
    Recording.objects.filter(pk=recording.pk).update(state=RecordingState.FAILED)
