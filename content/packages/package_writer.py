"""Export of a course as one ZIP: the last handed-over text of every page and question."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from wagtail.blocks import Block
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from content.models import CoursePage, UnitPage
from content.packages import rich_text_links
from content.packages.block_references import map_references
from content.packages.language_parity import build_parity_facts
from content.packages.link_targets import LinkTargets, load_link_targets
from content.packages.package_layout import (
    CASES,
    COURSE,
    FORMAT,
    MEDIA,
    MEDIA_LIST,
    PAGES,
    PARITY,
    QUESTIONS,
    TITLES,
    build_text_path,
    is_body_field,
    list_package_fields,
)
from content.publishing.page_tree_manifest import build_course_manifest
from content.questions.models import CaseDraft, QuestionDraft
from courses.models import Course, Unit, UnitVersion
from courses.release.edition_manifest import ManifestEntry
from elearning.audit import audit_log
from elearning.languages import CODES
from elearning.zip_files import build_zip

if TYPE_CHECKING:
    from django.db.models import Model

    from elearning.accounts.models import User


@dataclass
class CoursePackage:
    """A course as files; ``left_out`` are titles of drafts that were never handed over."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def content(self) -> bytes:
        """Return the ZIP; the bytes are the same for the same course."""
        return build_zip(dict(sorted(self.files.items())))


def export_course_package(course: Course, *, by: "User") -> CoursePackage:
    """Return ``course`` as a package, and record the export in the audit log."""
    with transaction.atomic():
        package = build_course_package(course)
        audit_log.record_action(
            "courses.exported",
            by=by,
            on=course,
            sha256=hashlib.sha256(package.content()).hexdigest(),
            files=len(package.files),
        )
    return package


def build_course_package(course: Course) -> CoursePackage:
    """Return ``course`` as a package."""
    return _Writer(course).written()


class _Writer:
    """Writes the files of one course."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.package = CoursePackage(f"{course.slug}.zip")
        self.media: dict[str, dict[str, str]] = {}
        self.names: dict[tuple[str, int], str] = {}
        self.targets = LinkTargets()
        self.texts: dict[UUID, dict[str, dict[str, Any]]] = {}
        self.models: dict[UUID, type[Model]] = {}

    def written(self) -> CoursePackage:
        pages = self._pages()
        cases = self._bank(CaseDraft, "locale")
        linked = ("locale", "outcome", "case", "picture")
        questions = self._bank(QuestionDraft, *linked)
        below = (one for units in pages.values() for one in units.values())
        self.targets = load_link_targets(
            [*(row for rows in below for row in rows), *questions]
        )
        manifest = build_course_manifest(self.course)
        units = [one for one in manifest if one.version.unit.kind in pages]
        self._write(COURSE, self._facts() | {"units": self._outline(units)})
        for entry in (one for top in units for one in top.walk()):
            unit = entry.version.unit
            for page in pages[unit.kind].get(unit.key, ()):
                self._write(
                    build_text_path(PAGES, f"{unit.kind}-{unit.slug}", page.language),
                    self._text(page),
                )
        for folder, rows in ((CASES, cases), (QUESTIONS, questions)):
            for row in rows:
                text = {"key": str(row.translation_key)} | self._text(row)
                self._write(
                    build_text_path(folder, row.code.lower(), row.language), text
                )
        self._write_standings()
        if self.media:
            listed = sorted(self.media.items())
            self._write(MEDIA_LIST, [{"file": name} | facts for name, facts in listed])
        return self.package

    def _facts(self) -> dict[str, Any]:
        course = self.course
        titles = {
            name: {code: getattr(course, field).get(code, "") for code in CODES}
            for name, field in TITLES.items()
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
        """Return the live pages below the front pages, by kind and unit."""
        found: dict[str, dict[UUID, list[UnitPage]]] = {
            kind: {} for kind in Unit.Kind if kind != Unit.Kind.QUESTION
        }
        fronts = CoursePage.objects.filter(course=self.course).select_related("locale")
        for front in fronts.order_by("locale"):
            below = Page.objects.descendant_of(front, inclusive=True).specific()
            for page in below.order_by("path"):
                if not isinstance(page, UnitPage):
                    continue
                page.locale = front.locale  # pages below are in the same language
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
            row: dict[str, Any] = {
                "key": str(unit.key),
                "kind": str(unit.kind),
                "name": unit.slug,
            }
            if entry.children:
                row["units"] = self._outline(entry.children)
            rows.append(row)
        return rows

    def _bank(self, model: type[CaseDraft | QuestionDraft], *linked: str) -> list[Any]:
        """Return the cases or questions that were handed over."""
        rows = model.objects.filter(course=self.course).select_related(*linked)
        found = []
        for row in rows.order_by("code", "locale"):
            if row.live:
                found.append(row)
            else:
                self.package.left_out.append(str(row))
        return found

    def _write_standings(self) -> None:
        """Write the parity of the languages of each unit that differs from the default."""
        versions = UnitVersion.objects.filter(unit__course=self.course).newest()
        versions = versions.select_related("unit", "segments")
        for version in versions.prefetch_related("texts"):
            unit = version.unit
            if unit.key not in self.texts:
                continue
            facts = build_parity_facts(
                version, self.models[unit.key], self.texts[unit.key]
            )
            if facts is not None:
                self._write(build_text_path(PARITY, f"{unit.kind}-{unit.slug}"), facts)

    def _text(self, row: Any) -> dict[str, Any]:
        """Return the fields of a page, case or question as plain values."""
        text: dict[str, Any] = {}
        for one in list_package_fields(type(row)):
            value = getattr(row, one.name)
            if is_body_field(one):
                block = one.stream_block  # type: ignore[attr-defined]  # a StreamField's
                value = map_references(block, value.get_prep_value(), self._leaf)
            elif one.name == "outcome":
                value = value.number
            elif one.name == "case":
                value = str(value.translation_key) if value else None
            elif one.name == "picture":
                value = self._medium("picture", value) if value else None
            if value is not None:
                text[one.name] = value
        self.texts.setdefault(row.translation_key, {})[row.language] = text
        self.models[row.translation_key] = type(row)
        return text

    def _leaf(self, block: Block, value: Any) -> Any:
        if isinstance(block, ImageChooserBlock):
            image = self.targets.pictures.get(value)
            return self._medium("picture", image) if image else None
        if isinstance(block, DocumentChooserBlock):
            document = self.targets.documents.get(value)
            return self._medium("document", document) if document else None
        return rich_text_links.rewrite_links(value or "", self._target)

    def _target(self, kind: str, key: str) -> str | None:
        """Return the name in a package of a page or file that a text links to."""
        if not key.isdigit():
            return None
        if kind == "document":
            document = self.targets.documents.get(int(key))
            return self._medium("document", document) if document else None
        return self.targets.pages.get(int(key))

    def _medium(self, kind: str, medium: Any) -> str:
        known = self.names.get((kind, medium.pk))
        if known is not None:
            return known
        with medium.open_file() as file:
            content: bytes = file.read()
        ending = PurePosixPath(medium.file.name).suffix.lower()
        name = hashlib.sha256(content).hexdigest()[:20] + ending
        self.package.files[f"{MEDIA}/{name}"] = content
        self.media[name] = {"kind": kind, "title": medium.title}
        self.names[kind, medium.pk] = name
        return name

    def _write(self, name: str, content: Any) -> None:
        self.package.files[name] = _json(content)


def _json(content: Any) -> bytes:
    """Return plain values as lines of text, so that packages can be compared."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
