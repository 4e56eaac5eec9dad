"""Versions of units: each publication of a text in the studio makes one."""

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

    ``reference`` identifies the stored source of the rendering; ``digest`` and
    ``structure`` are SHA-256 in hex; ``size`` is in bytes; ``details`` belongs to the
    app of the unit. ``segments`` has the hash of each segment by its place;
    ``made_from`` has the hashes of the source that its author worked from, if known
    (see ``courses.translation_parity``).
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
        """Return the values for the row of the text."""
        return {name: vars(self)[name] for name in vars(self).keys() - _APART}


#: Stored for all languages together.
_APART = {"segments", "made_from"}


@dataclass(frozen=True)
class UnitPublication:
    """The publication of ``text`` of the unit ``key``, with its author and weight."""

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
    """Record ``publications`` in order; return the resulting newest version for each.

    The other languages are copied from the previous version. A change to an up-to-date
    segment makes the other languages lag in that segment; a change to a lagging one
    makes it catch up. Publishing the same content again changes nothing. The number of
    queries does not grow with the number of publications.
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
    """Add a version after ``before`` with no new content."""
    entry = _entry(before.unit, before, facts, parity)
    entry.version.published_by = by
    _keep([entry])
    return entry.version


def list_text_facts(version: UnitVersion | None) -> dict[str, dict[str, Any]]:
    """Return what each language of ``version`` passes on to the next, by language."""
    texts = version.texts.all() if version else ()
    return {text.language: text.facts() for text in texts}


def load_version_parity(version: UnitVersion) -> Parity:
    """Return the parity of the languages of ``version``."""
    kept = Segments.objects.filter(version=version).first()
    return kept.parity if kept else Parity()


@dataclass
class _Entry:
    """A version of a unit, stored or about to be, with its texts and parity."""

    version: UnitVersion
    facts: dict[str, dict[str, Any]]
    parity: Parity
    #: The language whose publication made the version.
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
        """Return the newest version of the unit after publishing ``one``."""
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
        """Store the new versions and their audit entries."""
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
        """Settle the submitted translations in the languages published now."""
        published: dict[str, list[Unit]] = {}
        for one in publications:
            published.setdefault(one.text.language, []).append(self._units[one.key])
        for language, units in published.items():
            SubmittedTranslation.objects.settle(language, unit__in=units)


def _units(course: Course, publications: Iterable[UnitPublication]) -> dict[UUID, Unit]:
    """Return the units of ``publications`` by key, locked; create missing ones."""
    wanted = {one.key: one for one in publications}
    held = Unit.objects.select_for_update().filter(key__in=wanted)
    units = {unit.key: unit for unit in held.order_by("pk")}
    if len(units) < len(wanted):
        Unit.objects.bulk_create(
            (
                Unit(key=key, course=course, kind=one.kind, slug=one.slug)
                for key, one in wanted.items()
                if key not in units
            ),
            ignore_conflicts=True,  # somebody else may create the same one now
        )
        units = {unit.key: unit for unit in held.all()}
    for key, one in wanted.items():
        if key not in units:  # the slug is taken: let the database raise the error
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
