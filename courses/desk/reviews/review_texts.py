"""Texts shown beside the review checklist: one part in one language, by block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.html import format_html
from django.utils.translation import gettext as _

from courses import version_texts
from courses.models import Course, EditionEntry, SafeguardAnswer, UnitVersion
from courses.provisions.document_blocks import build_document_blocks
from courses.provisions.models import DocumentVersion
from courses.release.edition_manifest import ManifestPlace
from courses.release.edition_proposal import EditionProposal
from courses.release.proposed_parts import ProposedPart
from courses.version_texts import BlockComparison, VersionBlock
from elearning.languages import (
    CODES,
    OWN_NAMES,
    get_current_language,
    list_fallback_languages,
)

_P = "<p>{}</p>"


class ReviewTexts(Protocol):
    """The texts of a review subject."""

    def languages(self, part: ProposedPart) -> list[str]:
        """Return the languages of the part, in the usual order."""

    def blocks(
        self, parts: Sequence[ProposedPart], language: str
    ) -> dict[str, list[VersionBlock]]:
        """Return the blocks of each part by place, without ``html``; few queries."""

    def both(
        self, part: ProposedPart, language: str
    ) -> tuple[list[VersionBlock], list[VersionBlock]]:
        """Return the blocks of the part as last released, if ever, and as proposed."""


@dataclass(frozen=True)
class UnitTexts:
    """The parts of a course; their texts come from the app that publishes them."""

    course: Course

    def languages(self, part: ProposedPart) -> list[str]:
        found = {text.language for text in _version(part).texts.all()}
        return [code for code in CODES if code in found]

    def blocks(
        self, parts: Sequence[ProposedPart], language: str
    ) -> dict[str, list[VersionBlock]]:
        versions = [_version(part) for part in parts]
        found = version_texts.get_text_source().list_blocks(versions, language)
        return {part.place: found.get(_version(part).pk, []) for part in parts}

    def both(
        self, part: ProposedPart, language: str
    ) -> tuple[list[VersionBlock], list[VersionBlock]]:
        source, version = version_texts.get_text_source(), _version(part)
        before = self._released(version)
        is_there = before and any(
            one.language == language for one in before.texts.all()
        )
        old = (
            source.list_blocks([before], language)[before.pk]
            if before and is_there
            else []
        )
        return old, source.render_blocks(version, language)

    def _released(self, version: UnitVersion) -> UnitVersion | None:
        entries = EditionEntry.objects.filter(
            edition=self.course.current_edition, version__unit=version.unit_id
        )
        entry = entries.select_related("version__unit").first()
        return entry.version if entry else None


@dataclass(frozen=True)
class OutlineTexts:
    """The outline as a whole: a block for each part that is removed or moved."""

    proposal: EditionProposal

    def languages(self, part: ProposedPart) -> list[str]:
        return list(CODES)

    def blocks(
        self, parts: Sequence[ProposedPart], language: str
    ) -> dict[str, list[VersionBlock]]:
        before, after = self.both(parts[0], language)
        return {part.place: [*before, *after] for part in parts}

    def both(
        self, part: ProposedPart, language: str
    ) -> tuple[list[VersionBlock], list[VersionBlock]]:
        proposal = self.proposal
        known = [*proposal.gone, *proposal.versions]
        titles = {one.unit_id: one.text(language).title for one in known}
        old, new = (
            [
                _block(
                    one, f"{one.unit.get_kind_display()}: {titles[one.unit_id]}", where
                )
                for one in proposal.moved
                if (where := format_outline_position(places, one.unit_id, titles))
            ]
            for places in (proposal.listed, proposal.places)
        )
        gone = [
            _block(one, one.unit.get_kind_display(), titles[one.unit_id])
            for one in proposal.gone
        ]
        rules = [
            VersionBlock(
                f"exam-{number}", _("Rules of the exam"), text, format_html(_P, text)
            )
            for number, text in enumerate(proposal.loosened)
        ]
        return [*gone, *old], [*rules, *new]


@dataclass(frozen=True)
class GuidelineTexts:
    """A guideline; its versions have their own text."""

    version: DocumentVersion

    def languages(self, part: ProposedPart) -> list[str]:
        return [code for code in CODES if self.version.body.get(code)]

    def blocks(
        self, parts: Sequence[ProposedPart], language: str
    ) -> dict[str, list[VersionBlock]]:
        return {
            part.place: build_document_blocks(self.version.text(language)[0])
            for part in parts
        }

    def both(
        self, part: ProposedPart, language: str
    ) -> tuple[list[VersionBlock], list[VersionBlock]]:
        edition = self.version.document.current_edition
        before = edition.version.body.get(language, {}) if edition else {}
        after = self.version.body.get(language, {})
        return build_document_blocks(before), build_document_blocks(after, language)


@dataclass(frozen=True)
class ReviewedBlock:
    """A block under review: its text, its former text, and the remarks on it."""

    compared: BlockComparison
    remarks: list[SafeguardAnswer]


@dataclass(frozen=True)
class OpenedPart:
    """The open part, in one of its languages."""

    part: ProposedPart
    language: str
    languages: list[tuple[str, str]]
    lines: list[ReviewedBlock]
    was_released: bool

    @property
    def title(self) -> str:
        """Return the title of the part in the open language."""
        version = self.part.version
        return version.text(self.language).title if version else self.part.title


def open_part(
    texts: ReviewTexts,
    parts: Sequence[ProposedPart],
    wanted: str,
    language: str,
    remarks: Iterable[SafeguardAnswer],
) -> OpenedPart:
    """Open the part at the place ``wanted`` in ``language``, or the nearest to it."""
    part = next((one for one in parts if one.place == wanted), parts[0])
    there = texts.languages(part)
    tried = [language, *list_fallback_languages(get_current_language())]
    shown = next((code for code in tried if code in there), get_current_language())
    before, after = texts.both(part, shown)
    said: dict[str, list[SafeguardAnswer]] = {}
    for one in remarks:
        place, _mark, block = one.place.partition("#")
        if place == part.place and block:
            said.setdefault(block, []).append(one)
    return OpenedPart(
        part,
        shown,
        [(code, OWN_NAMES[code]) for code in there],
        [
            ReviewedBlock(one, said.get(one.block.id, []))
            for one in version_texts.compare_blocks(before, after)
        ],
        bool(before) or isinstance(texts, OutlineTexts),
    )


def format_outline_position(
    places: Sequence[ManifestPlace], unit: int, titles: Mapping[int, str]
) -> str:
    """Return what a unit stands under in ``places``, and its position there."""
    parent = next(place.parent for place in places if place.unit == unit)
    beside = [place.unit for place in places if place.parent == parent]
    number = str(beside.index(unit) + 1)
    above = titles.get(parent, "") if parent is not None else ""
    return f"{above} · {number}" if above else number


def _block(version: UnitVersion, name: str, words: str) -> VersionBlock:
    return VersionBlock(str(version.unit_id), name, words, format_html(_P, words))


def _version(part: ProposedPart) -> UnitVersion:
    if part.version is None:
        raise ValueError(part.place)
    return part.version
