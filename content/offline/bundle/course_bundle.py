"""The download of an edition in one language, with its size.

It is the same for everybody on that edition, so it is built once and cached for a
while. Content from elsewhere (a cited clause, a question that leaked) may change: the
digest then changes, and the device offers an update.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import caches

from content.offline.bundle import device_pages
from content.offline.bundle.edition_material import EditionMaterial
from content.offline.bundle.page_assets import list_page_assets
from courses.models import Course, Edition
from elearning.languages import get_current_language

#: How long a bundle is cached, in seconds.
KEPT = 600


@dataclass(frozen=True)
class PackedPage:
    """One page, compressed; ``digest`` is the SHA-256 of the uncompressed page, in hex."""

    path: str
    kind: str
    name: str
    title: str
    unit: str
    digest: str
    content: bytes

    @property
    def html(self) -> bytes:
        return gzip.decompress(self.content)


@dataclass(frozen=True)
class CourseBundle:
    """The pages of an edition in one language, and the assets they need with their bytes."""

    edition: int
    language: str
    title: str
    pages: tuple[PackedPage, ...]
    assets: dict[str, int]

    @property
    def size(self) -> int:
        """The number of bytes transferred."""
        return sum(len(page.content) for page in self.pages) + sum(self.assets.values())

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the whole download."""
        parts = [[page.path, page.digest] for page in self.pages]
        told = json.dumps([self.edition, self.language, parts, sorted(self.assets)])
        return hashlib.sha256(told.encode()).hexdigest()

    def page(self, kind: str, name: str) -> PackedPage | None:
        """Return the page of that kind and name, or ``None``."""
        wanted = (kind, name)
        return next((one for one in self.pages if (one.kind, one.name) == wanted), None)


def build_course_bundle(course: Course, edition: Edition) -> CourseBundle:
    """Return the bundle of ``edition`` in the active language, cached."""
    key = f"offline.bundle.{edition.pk}.{get_current_language()}"
    kept: CourseBundle | None = caches["files"].get(key)
    if kept is None:
        kept = _made(EditionMaterial(course, edition))
        caches["files"].set(key, kept, KEPT)
    return kept


def _made(material: EditionMaterial) -> CourseBundle:
    made = list(device_pages.iter_device_pages(material))
    return CourseBundle(
        edition=material.edition.number,
        language=get_current_language(),
        title=next(iter(made)).title,
        pages=tuple(_packed(made)),
        assets=list_page_assets(page.html for page in made),
    )


def _packed(made: Iterable[device_pages.DevicePage]) -> Iterable[PackedPage]:
    for page in made:
        html = page.html.encode()
        yield PackedPage(
            page.path,
            page.kind,
            page.name,
            page.title,
            page.unit,
            hashlib.sha256(html).hexdigest(),
            gzip.compress(html, mtime=0),
        )
