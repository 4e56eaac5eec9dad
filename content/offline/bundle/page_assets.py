"""The assets of pages, found in their HTML, with their sizes."""

import gzip
from collections.abc import Iterable
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage

#: The attribute that names a file, by element. Links to files are not followed.
_NAMED = {"link": "href", "script": "src", "img": "src"}
#: Extensions of files that are already compressed.
_PACKED = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff2")


def list_page_assets(pages: Iterable[str]) -> dict[str, int]:
    """Return the URLs of our files in ``pages``, with the bytes of each.

    Bytes are those transferred: compressed if the server compresses. A missing file is
    left out: its page shows the text alternative.
    """
    found: set[str] = set()
    for html in pages:
        reader = _Reader()
        reader.feed(html)
        found |= reader.found
    weights = {path: _weight(path) for path in sorted(found)}
    return {path: weight for path, weight in weights.items() if weight is not None}


class _Reader(HTMLParser):
    """Collects our files named in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        path = dict(attrs).get(_NAMED.get(tag, "")) or ""
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            self.found.add(path)


def _weight(path: str) -> int | None:
    if path.startswith(settings.MEDIA_URL):
        try:
            return default_storage.size(unquote(path.removeprefix(settings.MEDIA_URL)))
        except OSError:
            return None
    return _static_weight(unquote(path.removeprefix(settings.STATIC_URL)))


@lru_cache(maxsize=256)
def _static_weight(name: str) -> int | None:
    """Return the transfer size of a static file; it changes only with a release."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            content = file.read()
    elif found := finders.find(name):
        content = Path(found).read_bytes()
    else:
        return None
    return len(content if name.endswith(_PACKED) else gzip.compress(content))
