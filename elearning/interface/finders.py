"""The stylesheet as one static file, joined from its parts on demand."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

STYLESHEET = "elearning/css/site.css"
FOLDER = Path(__file__).parent / "stylesheets"
#: The parts in cascade order: of two equal rules in a layer the later one wins.
PARTS = (
    *("layers", "reset", "tokens", "base", "layout"),
    *("components/icons", "components/site_head", "components/captions"),
    *("components/buttons", "components/states", "components/cards"),
    *("components/course", "components/reading", "components/drawings"),
    *("components/questions", "components/scenarios", "components/exams"),
    *("components/results", "components/documents", "components/glossary"),
    *("components/lists", "components/tabs", "components/tables"),
    *("components/figures", "components/reading_progress", "components/forms"),
    "components/plain_pages",
    *("utilities", "print"),
)


class StylesheetFinder(BaseFinder):
    """Find ``STYLESHEET`` among the static files."""

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 — Django’s signature
        """Return the path of the joined stylesheet if it is requested."""
        if path != STYLESHEET:
            return [] if find_all else None
        joined = join_stylesheet()
        return [joined] if find_all else joined

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, Storage]]:
        """Yield the joined stylesheet with its storage."""
        folder = join_stylesheet().removesuffix(STYLESHEET)
        yield STYLESHEET, FileSystemStorage(location=folder)


def join_stylesheet() -> str:
    """Write the joined stylesheet below ``VAR_DIR`` if it is missing; return its path."""
    text = "\n".join(
        (FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in PARTS
    )
    path = Path(settings.VAR_DIR, "stylesheets", STYLESHEET)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(path)  # another process may be reading it
    return str(path)
