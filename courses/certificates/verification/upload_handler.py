"""Upload handler that never writes a file to disk."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from courses.certificates.seals.seal_examination import LIMIT

_ENVELOPE = 64 * 1024  # form data around the file


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keep a file of any size in memory; callers check ``is_upload_too_large`` first."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def is_upload_too_large(request: HttpRequest) -> bool:
    """Tell by its Content-Length whether ``request`` exceeds the size limit of a PDF.

    The server reads no more than that length.
    """
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT + _ENVELOPE
    except ValueError:
        return True
