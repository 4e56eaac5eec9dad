"""Probing and conversion of files with ffmpeg; independent of the database."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

#: The demuxer for each file type; none is guessed, so no playlist can refer elsewhere.
DEMUXERS = {
    "m4a": "mov",
    "mp3": "mp3",
    "mp4": "mov",
    "ogg": "ogg",
    "webm": "matroska",
}
_PROBE_SECONDS = 30
#: At most 640 pixels wide, 350 kbit/s of video and 48 kbit/s of sound: ten minutes take
#: less than 30 MB.
_FILM = (
    *("-vf", "scale='min(640,iw)':-2,format=yuv420p", "-fpsmax", "25"),
    *("-c:v", "libx264", "-preset", "medium", "-crf", "28"),
    *("-maxrate", "350k", "-bufsize", "700k"),
    *("-c:a", "aac", "-ac", "1", "-b:a", "48k", "-movflags", "+faststart"),
)
_SOUND = ("-vn", "-c:a", "aac", "-ac", "1", "-b:a", "40k", "-movflags", "+faststart")
#: Scaled down first: fifty frames are held while the still is chosen.
_STILL_SIZE = (
    "scale=w='min(640,iw)':h='min(1280,ih)':force_original_aspect_ratio=decrease"
)
_STILL = (
    *("-vf", f"{_STILL_SIZE},thumbnail=50", "-frames:v", "1"),
    *("-c:v", "libwebp", "-quality", "50"),
)
#: Strips metadata: camera, place, date and chapters.
_BARE = ("-map_metadata", "-1", "-map_chapters", "-1")


class UnreadableMediaError(Exception):
    """The file is not a film or recording that ffmpeg can read."""


@dataclass(frozen=True)
class MediaProbe:
    """The contents of a file: its length in seconds, and whether it has picture and sound."""

    seconds: float
    has_picture: bool
    has_sound: bool


def is_installed() -> bool:
    """Tell whether this machine can convert films."""
    return shutil.which("ffmpeg") is not None and shutil.which("ffprobe") is not None


def probe_file(path: Path, kind: str) -> MediaProbe:
    """Return the contents of the file at ``path``; ``kind`` is its extension.

    Raises ``UnreadableMediaError``.
    """
    command = ["ffprobe", "-v", "error", *_reading(kind), "-i", str(path)]
    command += ["-show_entries", "format=duration:stream=codec_type:stream_disposition"]
    command += ["-of", "json"]
    try:
        done = subprocess.run(  # noqa: S603 — no shell, and every argument is ours
            command, capture_output=True, timeout=_PROBE_SECONDS, check=True
        )
        told = json.loads(done.stdout)
        streams = told["streams"]
        seconds = float(told["format"].get("duration", 0))
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise UnreadableMediaError from error
    kinds = {one["codec_type"] for one in streams if not _is_cover(one)}
    found = MediaProbe(seconds, "video" in kinds, "audio" in kinds)
    if not (found.has_picture or found.has_sound):
        raise UnreadableMediaError
    return found


class MediaConversion:
    """A running conversion into ``folder``: ``film.mp4``, ``sound.m4a``, ``still.webp``."""

    def __init__(self, path: Path, kind: str, found: MediaProbe, folder: Path) -> None:
        self._seconds = found.seconds
        self._told = folder / "progress"
        command = ["nice", "-n", "10"] if shutil.which("nice") else []
        command += ["ffmpeg", "-nostdin", "-v", "error", "-y", *_reading(kind)]
        command += ["-progress", str(self._told), "-i", str(path)]
        sound = ("-map", "0:a:0") if found.has_sound else ()
        if found.has_picture:
            picture = ("-map", "0:V:0")
            command += [*picture, *sound, *_FILM, *_BARE, str(folder / "film.mp4")]
            command += [*picture, *_STILL, *_BARE, str(folder / "still.webp")]
        if found.has_sound:
            command += [*sound, *_SOUND, *_BARE, str(folder / "sound.m4a")]
        self._process = subprocess.Popen(  # noqa: S603 — no shell, every argument is ours
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def has_failed(self) -> bool:
        return not self.is_running and self._process.returncode != 0

    @property
    def percent(self) -> int:
        """Progress from 0 to 99 while it runs."""
        if not self._told.exists() or not self._seconds:
            return 0
        done = 0.0
        for line in self._told.read_text().splitlines():
            name, _equals, value = line.partition("=")
            if name == "out_time_us" and value.isdigit():
                done = int(value) / 1_000_000
        return min(99, int(100 * done / self._seconds))

    def stop(self) -> None:
        """Stop the conversion; harmless if it has ended."""
        if self.is_running:
            self._process.kill()
        self._process.wait()


def _reading(kind: str) -> list[str]:
    return ["-protocol_whitelist", "file", "-f", DEMUXERS[kind]]


def _is_cover(stream: dict[str, dict[str, int] | str]) -> bool:
    """Tell whether a stream is cover art."""
    disposition = stream.get("disposition")
    return isinstance(disposition, dict) and bool(disposition.get("attached_pic"))
