"""What a device downloads of an edition in one language, with its size.

It is the same for everybody on that edition, so it is made once and kept for a while.
What is not of the edition (a clause that is cited, a question that leaked) may change:
then the digest does, and the device offers the difference.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import caches

from content.offline.bundle import pages
from content.offline.bundle.assets import assets_of
from content.offline.bundle.material import Material
from courses.models import Course, Edition
from elearning.languages import current

#: For how many seconds a bundle is kept.
KEPT = 600


@dataclass(frozen=True)
class Packed:
    """One page, compressed; ``digest`` is SHA-256 of the page itself, in hex."""

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
class Bundle:
    """The pages of an edition in one language, and the files they need, with bytes."""

    edition: int
    language: str
    title: str
    pages: tuple[Packed, ...]
    assets: dict[str, int]

    @property
    def size(self) -> int:
        """How many bytes go over the line."""
        return sum(len(page.content) for page in self.pages) + sum(self.assets.values())

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of all that is downloaded."""
        parts = [[page.path, page.digest] for page in self.pages]
        told = json.dumps([self.edition, self.language, parts, sorted(self.assets)])
        return hashlib.sha256(told.encode()).hexdigest()

    def page(self, kind: str, name: str) -> Packed | None:
        """Return the page of that kind and name, or ``None``."""
        wanted = (kind, name)
        return next((one for one in self.pages if (one.kind, one.name) == wanted), None)


def bundle_of(course: Course, edition: Edition) -> Bundle:
    """Return what is downloaded of ``edition`` in the language that is active."""
    key = f"offline.bundle.{edition.pk}.{current()}"
    kept: Bundle | None = caches["files"].get(key)
    if kept is None:
        kept = _made(Material(course, edition))
        caches["files"].set(key, kept, KEPT)
    return kept


def _made(material: Material) -> Bundle:
    made = list(pages.pages_of(material))
    return Bundle(
        edition=material.edition.number,
        language=current(),
        title=next(iter(made)).title,
        pages=tuple(_packed(made)),
        assets=assets_of(page.html for page in made),
    )


def _packed(made: Iterable[pages.Page]) -> Iterable[Packed]:
    for page in made:
        html = page.html.encode()
        yield Packed(
            page.path,
            page.kind,
            page.name,
            page.title,
            page.unit,
            hashlib.sha256(html).hexdigest(),
            gzip.compress(html, mtime=0),
        )
