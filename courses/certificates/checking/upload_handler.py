"""Take a file without ever writing it to a disc."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from courses.certificates.sealing.seal_examination import LIMIT

_ENVELOPE = 64 * 1024  # what a form writes around its file


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keep a file in memory however large; ``is_upload_too_large`` has been asked before."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def is_upload_too_large(request: HttpRequest) -> bool:
    """Tell from its announced length whether ``request`` is larger than a paper may be.

    The server reads no more than was announced.
    """
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT + _ENVELOPE
    except ValueError:
        return True
