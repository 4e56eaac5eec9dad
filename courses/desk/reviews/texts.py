"""What a reviewer reads beside the checklist: one part in one language, block by block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.html import format_html
from django.utils.translation import gettext as _

from courses import reading
from courses.manifest import Place
from courses.models import Course, EditionEntry, SafeguardAnswer, UnitVersion
from courses.proposal import Proposal
from courses.provisions.models import DocumentVersion
from courses.provisions.reading import blocks_of
from courses.reading import Block, Compared
from courses.review_subjects import Part
from elearning.languages import CODES, OWN_NAMES, current, fallbacks

_P = "<p>{}</p>"


class Texts(Protocol):
    """The texts of what is reviewed."""

    def languages(self, part: Part) -> list[str]:
        """Return the languages that the part has, in the usual order."""

    def blocks(self, parts: Sequence[Part], language: str) -> dict[str, list[Block]]:
        """Return the blocks of each part by its place, without ``html``; few queries."""

    def both(self, part: Part, language: str) -> tuple[list[Block], list[Block]]:
        """Return the part as released last, nothing if never, and as it would be."""


@dataclass(frozen=True)
class UnitTexts:
    """The parts of a course, kept by the app that publishes them."""

    course: Course

    def languages(self, part: Part) -> list[str]:
        found = {text.language for text in _version(part).texts.all()}
        return [code for code in CODES if code in found]

    def blocks(self, parts: Sequence[Part], language: str) -> dict[str, list[Block]]:
        versions = [_version(part) for part in parts]
        found = reading.source().said(versions, language)
        return {part.place: found.get(_version(part).pk, []) for part in parts}

    def both(self, part: Part, language: str) -> tuple[list[Block], list[Block]]:
        source, version = reading.source(), _version(part)
        before = self._released(version)
        is_there = before and any(
            one.language == language for one in before.texts.all()
        )
        old = source.said([before], language)[before.pk] if before and is_there else []
        return old, source.shown(version, language)

    def _released(self, version: UnitVersion) -> UnitVersion | None:
        entries = EditionEntry.objects.filter(
            edition=self.course.current_edition, version__unit=version.unit_id
        )
        entry = entries.select_related("version__unit").first()
        return entry.version if entry else None


@dataclass(frozen=True)
class OutlineTexts:
    """The outline as a whole: a block for each part that goes or moves."""

    proposal: Proposal

    def languages(self, part: Part) -> list[str]:
        return list(CODES)

    def blocks(self, parts: Sequence[Part], language: str) -> dict[str, list[Block]]:
        before, after = self.both(parts[0], language)
        return {part.place: [*before, *after] for part in parts}

    def both(self, part: Part, language: str) -> tuple[list[Block], list[Block]]:
        proposal = self.proposal
        known = [*proposal.gone, *proposal.versions]
        titles = {one.unit_id: one.text(language).title for one in known}
        old, new = (
            [
                _block(
                    one, f"{one.unit.get_kind_display()}: {titles[one.unit_id]}", where
                )
                for one in proposal.moved
                if (where := whereabouts(places, one.unit_id, titles))
            ]
            for places in (proposal.listed, proposal.places)
        )
        gone = [
            _block(one, one.unit.get_kind_display(), titles[one.unit_id])
            for one in proposal.gone
        ]
        rules = [
            Block(f"exam-{number}", _("Rules of the exam"), text, format_html(_P, text))
            for number, text in enumerate(proposal.loosened)
        ]
        return [*gone, *old], [*rules, *new]


@dataclass(frozen=True)
class GuidelineTexts:
    """A guideline, whose versions keep their text themselves."""

    version: DocumentVersion

    def languages(self, part: Part) -> list[str]:
        return [code for code in CODES if self.version.body.get(code)]

    def blocks(self, parts: Sequence[Part], language: str) -> dict[str, list[Block]]:
        return {part.place: blocks_of(self.version.text(language)[0]) for part in parts}

    def both(self, part: Part, language: str) -> tuple[list[Block], list[Block]]:
        edition = self.version.document.current_edition
        before = edition.version.body.get(language, {}) if edition else {}
        after = self.version.body.get(language, {})
        return blocks_of(before), blocks_of(after, language)


@dataclass(frozen=True)
class Line:
    """A block on the table: what it says, what it said, and what was said of it."""

    compared: Compared
    remarks: list[SafeguardAnswer]


@dataclass(frozen=True)
class Opened:
    """The part that lies open, in one of its languages."""

    part: Part
    language: str
    languages: list[tuple[str, str]]
    lines: list[Line]
    was_released: bool

    @property
    def title(self) -> str:
        """What the part is called in the language that lies open."""
        version = self.part.version
        return version.text(self.language).title if version else self.part.title


def open_part(
    texts: Texts,
    parts: Sequence[Part],
    wanted: str,
    language: str,
    remarks: Iterable[SafeguardAnswer],
) -> Opened:
    """Open the part at the place ``wanted`` in ``language``; else the nearest there is."""
    part = next((one for one in parts if one.place == wanted), parts[0])
    there = texts.languages(part)
    tried = [language, *fallbacks(current())]
    shown = next((code for code in tried if code in there), current())
    before, after = texts.both(part, shown)
    said: dict[str, list[SafeguardAnswer]] = {}
    for one in remarks:
        place, _mark, block = one.place.partition("#")
        if place == part.place and block:
            said.setdefault(block, []).append(one)
    return Opened(
        part,
        shown,
        [(code, OWN_NAMES[code]) for code in there],
        [
            Line(one, said.get(one.block.id, []))
            for one in reading.compare(before, after)
        ],
        bool(before) or isinstance(texts, OutlineTexts),
    )


def whereabouts(places: Sequence[Place], unit: int, titles: Mapping[int, str]) -> str:
    """Return what a unit stands under in ``places``, and as the how-manieth."""
    parent = next(place.parent for place in places if place.unit == unit)
    beside = [place.unit for place in places if place.parent == parent]
    number = str(beside.index(unit) + 1)
    above = titles.get(parent, "") if parent is not None else ""
    return f"{above} · {number}" if above else number


def _block(version: UnitVersion, name: str, words: str) -> Block:
    return Block(str(version.unit_id), name, words, format_html(_P, words))


def _version(part: Part) -> UnitVersion:
    if part.version is None:
        raise ValueError(part.place)
    return part.version
