"""Subjects of translation: units of courses, and guidelines, as published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model, OuterRef, Subquery
from django.urls import reverse
from wagtail.models import Revision

from content.guidelines.models import GuidelinePage
from courses.models import Segments, Unit, UnitText, UnitVersion
from courses.provisions.models import Document, DocumentSegments, DocumentVersion
from courses.provisions.translatable_document import TranslatableDocument
from courses.release.submitted_translations import Translatable, TranslatableUnit
from courses.translation_parity import Made, Parity


@dataclass(frozen=True)
class VersionText:
    """One language of a version: its revision, and its round of edits."""

    reference: str
    round: int


@dataclass(frozen=True)
class SubjectVersion:
    """A recorded version, in all languages it had then."""

    pk: int
    number: int
    title: str
    texts: Mapping[str, VersionText]
    outdated: frozenset[str]
    parity: Parity


class TranslationSubject(Protocol):
    """Translated content with recorded versions."""

    @property
    def translated(self) -> Translatable: ...

    @property
    def row(self) -> Model: ...

    def version(self, pk: int | None = None) -> SubjectVersion | None:
        """Return the version ``pk``, or the newest; ``None`` if there is none."""

    def earlier(self, number: int, language: str) -> Iterator[tuple[str, Made]]:
        """Yield the sources of ``language`` before the version ``number``, newest first.

        Each comes with the revision that its version is rendered from; one query.
        """

    def row_in(self, source: Any, language: str) -> Any:
        """Return the page or draft in ``language``, or ``None``; same type as ``source``."""

    def key(self, source: Any) -> UUID:
        """Return the translation key of the text."""

    def url(self, name: str, language: str) -> str:
        """Return the URL to ``translate`` it, or to ``give-back`` a translation."""


class UnitSubject:
    """A page or a question of a course."""

    def __init__(self, unit: Unit) -> None:
        self.row, self.translated = unit, TranslatableUnit(unit)
        self._unit = unit

    def version(self, pk: int | None = None) -> SubjectVersion | None:
        versions = self._unit.versions.order_by("-number").prefetch_related("texts")
        found = (versions.filter(pk=pk) if pk else versions).first()
        return _noted_unit(found) if found else None

    def earlier(self, number: int, language: str) -> Iterator[tuple[str, Made]]:
        texts = UnitText.objects.filter(version=OuterRef("version"), language=language)
        rows = (
            Segments.objects.filter(
                version__unit=self._unit, version__number__lt=number
            )
            .annotate(reference=Subquery(texts.values("reference")[:1]))
            .exclude(reference=None)
            .order_by("-version__number")
        )
        for reference, made in rows.values_list("reference", "texts").iterator():
            yield reference, made.get(language, {})

    def row_in(self, source: Any, language: str) -> Any:
        rows = type(source).objects.filter(locale__language_code=language)
        return rows.filter(translation_key=self._unit.key).first()

    def key(self, source: Any) -> UUID:
        return self._unit.key

    def url(self, name: str, language: str) -> str:
        return reverse(f"studio_translate:{name}", args=[self._unit.key, language])


class GuidelineSubject:
    """A guideline, with the pages of its languages."""

    def __init__(self, document: Document) -> None:
        self.row, self.translated = document, TranslatableDocument(document)
        self._document = document

    def version(self, pk: int | None = None) -> SubjectVersion | None:
        versions = self._document.versions.order_by("-number")
        versions = versions.select_related("segments")
        found = (versions.filter(pk=pk) if pk else versions).first()
        return _noted_document(found, self._document) if found else None

    def earlier(self, number: int, language: str) -> Iterator[tuple[str, Made]]:
        rows = DocumentSegments.objects.filter(
            version__document=self._document, version__number__lt=number
        ).order_by("-version__number")
        told = rows.values_list(f"version__body__{language}__reference", "texts")
        for reference, made in told.iterator():
            if reference:
                yield reference, made.get(language, {})

    def row_in(self, source: Any, language: str) -> Any:
        rows = GuidelinePage.objects.filter(locale__language_code=language)
        return rows.filter(document=self._document).order_by("-live", "pk").first()

    def key(self, source: Any) -> UUID:
        key: UUID = source.translation_key
        return key

    def url(self, name: str, language: str) -> str:
        names = {"translate": "guideline", "give-back": "give-back-guideline"}
        args = [self._document.slug, language]
        return reverse(f"studio_translate:{names[name]}", args=args)


def find_stored_text(reference: str) -> Any:
    """Return the text of the revision ``reference``; ``None`` if it is gone."""
    revision = Revision.objects.filter(pk=reference).first() if reference else None
    return revision.as_object() if revision else None


def _noted_unit(version: UnitVersion) -> SubjectVersion:
    kept = getattr(version, "segments", None)
    texts = {
        one.language: VersionText(one.reference, one.round)
        for one in version.texts.all()
    }
    return SubjectVersion(
        version.pk,
        version.number,
        version.title,
        texts,
        frozenset(version.languages_outdated),
        kept.parity if kept else Parity(),
    )


def _noted_document(version: DocumentVersion, document: Document) -> SubjectVersion:
    texts = {
        code: VersionText(text["reference"], text["round"])
        for code, text in version.body.items()
    }
    return SubjectVersion(
        version.pk,
        version.number,
        document.title,
        texts,
        frozenset(version.languages_outdated),
        version.parity,
    )
