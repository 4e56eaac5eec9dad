"""Media for people who may read them: pictures, films, recordings, files."""

import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
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

from content.questions.question_pictures import FOLDER as QUESTIONS
from content.studio.file_access import can_read_file

#: Types that browsers may display; all other files are only downloaded.
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
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a stored file, or the part requested by ``Range``, to those who may read it.

    Everybody else gets 404. If ``MEDIA_REDIRECT`` is set, the proxy sends the bytes, so
    that slow readers do not occupy a thread of the platform.
    """
    user: Any = request.user
    try:
        if not default_storage.exists(name) or not can_read_file(user, name):
            raise Http404
        file: IO[bytes] = default_storage.open(name)
        size = default_storage.size(name)
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None
    if settings.MEDIA_REDIRECT:
        file.close()
        return _labelled(_by_proxy(name), name)
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        answer: HttpResponseBase = FileResponse(file)
        answer.headers["Content-Length"] = str(size)
    else:
        answer = _part(file, size, *asked.groups())
    return _labelled(answer, name)


def _by_proxy(name: str) -> HttpResponse:
    """Return a response that makes the proxy send the file or a part of it."""
    place = settings.MEDIA_REDIRECT.rstrip("/")
    return HttpResponse(headers={"X-Accel-Redirect": f"{place}/{quote(name)}"})


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
    """Set the content type and headers that keep active content from running."""
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
    if path.parent.name == QUESTIONS:  # named by their hash: an exam continues offline
        answer.headers["Cache-Control"] = "private, max-age=7200, immutable"
    disposition = content_disposition_header(shown is None, path.name)
    answer.headers["Content-Disposition"] = disposition or "inline"
    return answer
