"""Media, for people who have signed in: pictures, films, recordings, files."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.questions.pictures import FOLDER as QUESTIONS

#: What a browser may show by itself; everything else is only downloaded.
SHOWN = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)  # no file is longer


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give a stored file, or the part of it that ``Range`` asks for."""
    try:
        if not default_storage.exists(name):
            raise Http404
        file: IO[bytes] = default_storage.open(name)
        size = default_storage.size(name)
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        answer: HttpResponseBase = FileResponse(file)
        answer.headers["Content-Length"] = str(size)
    else:
        answer = _part(file, size, *asked.groups())
    return _labelled(answer, name)


def _part(file: IO[bytes], size: int, first: str, last: str) -> HttpResponseBase:
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_read(file, start, end - start + 1), status=206)
    answer.headers["Content-Length"] = str(end - start + 1)
    answer.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return answer


def _read(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


def _labelled(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    """Say what the file is, and let nothing in it run."""
    path = PurePosixPath(name)
    shown = SHOWN.get(path.suffix.lower())
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer.headers["Content-Type"] = shown or (
        guessed if not guessed.startswith("text/") else "application/octet-stream"
    )
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    if path.parent.name == QUESTIONS:  # named by their hash: an exam goes on off line
        answer.headers["Cache-Control"] = "private, max-age=7200, immutable"
    disposition = content_disposition_header(shown is None, path.name)
    answer.headers["Content-Disposition"] = disposition or "inline"
    return answer
