"""Note what the studio published: each publication of a text makes a version of its unit."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from courses.models import (
    Course,
    Segments,
    SubmittedTranslation,
    Unit,
    UnitText,
    UnitVersion,
)
from courses.translation_parity import (
    Parity,
    compute_next_round,
    compute_published_parity,
)
from elearning.audit import audit_log

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class PublishedText:
    """One language of one unit, as the studio published it.

    ``reference`` names the stored rendering source; ``digest`` and ``structure`` are
    SHA-256 in hex; ``size`` is in bytes; ``details`` whatever the unit's app keeps.
    ``segments`` has the hash of each by its place; ``made_from`` that of the source its
    author had before her eyes, where that is known (``courses.translation_parity``).
    """

    language: str
    title: str
    reference: str
    digest: str
    structure: str
    summary: str = ""
    minutes: int = 0
    size: int = 0
    details: dict[str, Any] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    made_from: dict[str, str] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Return what the row of the text keeps."""
        return {name: vars(self)[name] for name in vars(self).keys() - _APART}


#: What is kept for all languages together.
_APART = {"segments", "made_from"}


@dataclass(frozen=True)
class UnitPublication:
    """That ``text`` of the unit ``key`` was published, by whom, and how much it changes."""

    key: UUID
    kind: Unit.Kind
    slug: str
    text: PublishedText
    by: "User | None"
    change: UnitVersion.Change = UnitVersion.Change.EDITORIAL
    reason: str = ""


def record_versions(
    course: Course, publications: Sequence[UnitPublication]
) -> list[UnitVersion]:
    """Note ``publications`` in their order; return for each its unit's newest version then.

    The other languages are carried over from the version before. A change to a segment
    that was up to date puts the others behind in that segment; one that lagged behind
    catches up. Publishing the same content again changes nothing. As many queries for
    many publications as for two.
    """
    with transaction.atomic():
        register = _Register(course, publications)
        versions = [register.note(one) for one in publications]
        register.keep()
    return versions


def create_next_version(
    before: UnitVersion,
    facts: dict[str, dict[str, Any]],
    parity: Parity,
    *,
    by: "User | None",
) -> UnitVersion:
    """Add the version after ``before``, in which nothing is said that was not said there."""
    entry = _entry(before.unit, before, facts, parity)
    entry.version.published_by = by
    _keep([entry])
    return entry.version


def list_text_facts(version: UnitVersion | None) -> dict[str, dict[str, Any]]:
    """Return what each language of ``version`` hands on to the next, by language."""
    texts = version.texts.all() if version else ()
    return {text.language: text.facts() for text in texts}


def load_version_parity(version: UnitVersion) -> Parity:
    """Return how the languages of ``version`` follow each other."""
    kept = Segments.objects.filter(version=version).first()
    return kept.parity if kept else Parity()


@dataclass
class _Entry:
    """A version of a unit, in the database or about to be, and what goes with it."""

    version: UnitVersion
    facts: dict[str, dict[str, Any]]
    parity: Parity
    #: The language by which it came about.
    language: str = ""


class _Register:
    """The units of some publications, with the newest version of each."""

    def __init__(self, course: Course, publications: Sequence[UnitPublication]) -> None:
        self._units = _units(course, publications)
        self._newest: dict[UUID, _Entry] = {}
        self._new: list[_Entry] = []
        self._settle(publications)
        versions = UnitVersion.objects.filter(unit__in=self._units.values()).newest()
        found = {one.pk: one for one in versions.prefetch_related("texts")}
        kept = Segments.objects.filter(version__in=found) if found else ()
        parities = {one.version_id: one.parity for one in kept}
        units = {unit.pk: unit for unit in self._units.values()}
        for version in found.values():
            version.unit = units[version.unit_id]
            parity = parities.get(version.pk, Parity())
            entry = _Entry(version, list_text_facts(version), parity)
            self._newest[version.unit.key] = entry

    def note(self, one: UnitPublication) -> UnitVersion:
        """Return the newest version of the unit once ``one`` is published."""
        text, last = one.text, self._newest.get(one.key)
        known = last.parity if last else Parity()
        facts = {code: dict(item) for code, item in last.facts.items()} if last else {}
        rounds = {code: item["round"] for code, item in facts.items()}
        parity, leads = compute_published_parity(
            known, rounds, text.language, text.segments, text.made_from
        )
        before = facts.get(text.language)
        is_same = before is not None and before["digest"] == text.digest
        if last and is_same and not (text.made_from and parity != known):
            return last.version
        facts[text.language] = text.facts() | {
            "round": compute_next_round(rounds, leads=leads)
        }
        unit = self._units[one.key]
        entry = _entry(unit, last.version if last else None, facts, parity)
        entry.language = text.language
        entry.version.published_by = one.by
        entry.version.change, entry.version.reason = one.change, one.reason
        self._newest[one.key] = entry
        self._new.append(entry)
        return entry.version

    def keep(self) -> None:
        """Write what is new, and the trail of it."""
        _keep(self._new)
        audit_log.record_entries(
            audit_log.build_entry(
                "courses.version_published",
                by=entry.version.published_by,
                on=entry.version,
                language=entry.language,
            )
            for entry in self._new
        )

    def _settle(self, publications: Sequence[UnitPublication]) -> None:
        """Close what waited to be read in a language that is published now."""
        published: dict[str, list[Unit]] = {}
        for one in publications:
            published.setdefault(one.text.language, []).append(self._units[one.key])
        for language, units in published.items():
            SubmittedTranslation.objects.settle(language, unit__in=units)


def _units(course: Course, publications: Iterable[UnitPublication]) -> dict[UUID, Unit]:
    """Return the units of ``publications`` by their keys, held; new ones are made."""
    wanted = {one.key: one for one in publications}
    held = Unit.objects.select_for_update().filter(key__in=wanted)
    units = {unit.key: unit for unit in held}
    if len(units) < len(wanted):
        Unit.objects.bulk_create(
            (
                Unit(key=key, course=course, kind=one.kind, slug=one.slug)
                for key, one in wanted.items()
                if key not in units
            ),
            ignore_conflicts=True,  # somebody else may make the same one now
        )
        units = {unit.key: unit for unit in held.all()}
    for key, one in wanted.items():
        if key not in units:  # its address is taken: let the database say so
            Unit.objects.create(key=key, course=course, kind=one.kind, slug=one.slug)
    for unit in units.values():
        if unit.course_id == course.pk:
            unit.course = course
    return units


def _entry(
    unit: Unit,
    before: UnitVersion | None,
    facts: dict[str, dict[str, Any]],
    parity: Parity,
) -> _Entry:
    for language in parity.texts:
        facts[language]["behind"] = len(parity.changed(language))
    version = UnitVersion(
        unit=unit,
        number=before.number + 1 if before else 1,
        digest=_digest(facts),
        published_at=timezone.now(),
    )
    return _Entry(version, facts, parity)


def _keep(entries: Sequence[_Entry]) -> None:
    versions = UnitVersion.objects.bulk_create(entry.version for entry in entries)
    UnitText.objects.bulk_create(
        UnitText(version=entry.version, **entry.facts[language])
        for entry in entries
        for language in sorted(entry.facts)
    )
    Segments.objects.bulk_create(
        Segments(version=entry.version, **entry.parity.plain())
        for entry in entries
        if entry.parity.texts
    )
    prefetch_related_objects(versions, "texts")


def _digest(facts: dict[str, dict[str, Any]]) -> str:
    parts = (f"{language}:{facts[language]['digest']}" for language in sorted(facts))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
