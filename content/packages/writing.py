"""Write a course as one ZIP: what was last handed over of every page and question."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from content.models import CoursePage, UnitPage
from content.packages import links
from content.packages.bodies import changed
from content.packages.layout import (
    CASES,
    COURSE,
    FORMAT,
    MEDIA,
    MEDIA_LIST,
    PAGES,
    QUESTIONS,
    TITLES,
    fields_of,
    is_body,
    path_of,
)
from content.publishing.manifest import manifest_of
from content.questions.exchange.packing import zipped
from content.questions.models import CaseDraft, QuestionDraft
from courses.models import Course, Unit
from courses.outline import ManifestEntry
from elearning.audit import trail
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass
class Package:
    """A course as files, and what it leaves out: titles of drafts never handed over."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def content(self) -> bytes:
        """Return the ZIP; the same for the same course."""
        return zipped(dict(sorted(self.files.items())))


def export(course: Course, *, by: "User") -> Package:
    """Return ``course`` as a package, and note in the trail who took it along."""
    with transaction.atomic():
        package = package_of(course)
        trail.write(
            "courses.exported",
            by=by,
            on=course,
            sha256=hashlib.sha256(package.content()).hexdigest(),
            files=len(package.files),
        )
    return package


def package_of(course: Course) -> Package:
    """Return ``course`` as a package."""
    return _Writer(course).written()


class _Writer:
    """Writes the files of one course."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.package = Package(f"{course.slug}.zip")
        self.media: dict[str, dict[str, str]] = {}

    def written(self) -> Package:
        pages = self._pages()
        manifest = manifest_of(self.course)
        units = [one for one in manifest if one.version.unit.kind in pages]
        self._write(COURSE, self._facts() | {"units": self._outline(units)})
        for entry in (one for top in units for one in top.walk()):
            unit = entry.version.unit
            for page in pages[unit.kind].get(unit.key, ()):
                self._write(
                    path_of(PAGES, f"{unit.kind}-{unit.slug}", page.language),
                    self._text(page),
                )
        self._bank(CASES, CaseDraft.objects.filter(course=self.course))
        self._bank(QUESTIONS, QuestionDraft.objects.filter(course=self.course))
        if self.media:
            rows = [
                {"file": name} | facts for name, facts in sorted(self.media.items())
            ]
            self._write(MEDIA_LIST, rows)
        return self.package

    def _facts(self) -> dict[str, Any]:
        course = self.course
        titles = {
            name: {code: getattr(course, f"{name}_{code}") for code in CODES}
            for name in TITLES
        }
        outcomes = [
            {"number": one.number, "text": dict(one.texts)}
            for one in course.outcomes.order_by("number")
        ]
        return {
            "format": FORMAT,
            "code": course.code,
            "slug": course.slug,
            **titles,
            "hours": str(course.hours),
            "validity_months": course.validity_months,
            "outcomes": outcomes,
        }

    def _pages(self) -> dict[str, dict[UUID, list[UnitPage]]]:
        """Return what is live below the front pages, by kind and by unit."""
        found: dict[str, dict[UUID, list[UnitPage]]] = {
            kind: {} for kind in Unit.Kind if kind != Unit.Kind.QUESTION
        }
        for front in CoursePage.objects.filter(course=self.course).order_by("locale"):
            below = Page.objects.descendant_of(front, inclusive=True).specific()
            for page in below.select_related("locale").order_by("path"):
                if not isinstance(page, UnitPage):
                    continue
                if page.live:
                    units = found[page.kind].setdefault(page.translation_key, [])
                    units.append(page)
                else:
                    self.package.left_out.append(f"{page.title} ({page.language})")
        return found

    def _outline(self, entries: Iterable[ManifestEntry]) -> list[dict[str, Any]]:
        rows = []
        for entry in entries:
            unit = entry.version.unit
            row = {"key": str(unit.key), "kind": str(unit.kind), "name": unit.slug}
            if entry.children:
                row["units"] = self._outline(entry.children)  # type: ignore[assignment]
            rows.append(row)
        return rows

    def _bank(self, folder: str, rows: Any) -> None:
        for row in rows.select_related("locale").order_by("code", "locale"):
            if row.live:
                text = {"key": str(row.translation_key)} | self._text(row)
                self._write(path_of(folder, row.code.lower(), row.language), text)
            else:
                self.package.left_out.append(str(row))

    def _text(self, row: Model) -> dict[str, Any]:
        """Return the fields of a page, a case or a question as plain values."""
        text: dict[str, Any] = {}
        for one in fields_of(type(row)):
            value = getattr(row, one.name)
            if is_body(one):
                block = one.stream_block  # type: ignore[attr-defined]  # a StreamField's
                value = changed(block, value.get_prep_value(), self._leaf)
            elif one.name == "outcome":
                value = value.number
            elif one.name == "case":
                value = str(value.translation_key) if value else None
            elif one.name == "picture":
                value = self._medium("picture", value) if value else None
            if value is not None:
                text[one.name] = value
        return text

    def _leaf(self, block: Block, value: Any) -> Any:
        if isinstance(block, ImageChooserBlock):
            image = get_image_model().objects.filter(pk=value).first()
            return self._medium("picture", image) if image else None
        if isinstance(block, DocumentChooserBlock):
            document = get_document_model().objects.filter(pk=value).first()
            return self._medium("document", document) if document else None
        return links.moved(value or "", self._target)

    def _target(self, kind: str, key: str) -> str | None:
        """Return what a package calls a page or a file that a text links to."""
        if not key.isdigit():
            return None
        if kind == "document":
            document = get_document_model().objects.filter(pk=key).first()
            return self._medium("document", document) if document else None
        page = Page.objects.filter(pk=key).select_related("locale").first()
        return f"{page.translation_key}.{page.locale.language_code}" if page else None

    def _medium(self, kind: str, medium: Any) -> str:
        with medium.open_file() as file:
            content: bytes = file.read()
        ending = PurePosixPath(medium.file.name).suffix.lower()
        name = hashlib.sha256(content).hexdigest()[:20] + ending
        self.package.files[f"{MEDIA}/{name}"] = content
        self.media[name] = {"kind": kind, "title": medium.title}
        return name

    def _write(self, name: str, content: Any) -> None:
        self.package.files[name] = _json(content)


def _json(content: Any) -> bytes:
    """Return plain values as lines of text, so that two packages can be compared."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
