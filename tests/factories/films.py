"""Films and recordings, made by ffmpeg: a moving test picture, a tone."""

import os
import shutil
import subprocess

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from tests.factories.content import name

PICTURE = ("-f", "lavfi", "-i", "testsrc=size=1280x720:rate=25")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440")
CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nЕсік ашылады.\n"


def needs_ffmpeg():
    """Leave a test out where films cannot be converted, but never where all is demanded."""
    if shutil.which("ffmpeg") is None and not os.environ.get("CI"):
        pytest.skip("no ffmpeg was found")


def film(path, *, inputs=(*PICTURE, *TONE), seconds=2):
    """Write a film to ``path``, of the kind that its ending says; return its bytes."""
    command = ["ffmpeg", "-v", "error", "-y", *inputs, "-t", str(seconds)]
    command += ["-metadata", "title=Камера 3", "-metadata", "location=+51.1+71.4/"]
    subprocess.run([*command, str(path)], check=True)
    return path.read_bytes()


def document(content, filename="film.mp4", title="Қабылдау"):
    """Return an uploaded file."""
    file = ContentFile(content, filename)
    return get_document_model().objects.create(title=title, file=file)


def film_block(document, key="film", captions=CAPTIONS):
    value = {
        "title": "Қабылдау",
        "file": document.pk,
        "transcript": "<p>Есік ашылады.</p>",
        "captions": captions,
    }
    return {"type": "video", "id": name(key), "value": value}
