"""Versions and editions: note what was published, release what was approved."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from courses.errors import ReleaseError
from courses.gates import missing
from courses.models import (
    Approval,
    Course,
    Edition,
    EditionEntry,
    Unit,
    UnitText,
    UnitVersion,
)
from courses.refusing import noting_refusals
from courses.signals import edition_released, language_confirmed
from elearning.audit import trail

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class PublishedText:
    """One language of one unit, as the studio published it.

    ``reference`` names the stored rendering source; ``digest`` and ``structure`` are
    SHA-256 in hex; ``size`` is in bytes; ``details`` whatever the unit's app keeps.
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


@dataclass(frozen=True)
class ManifestEntry:
    """A version and what stands under it in the outline."""

    version: UnitVersion
    children: Sequence["ManifestEntry"] = ()

    def walk(self) -> Iterable["ManifestEntry"]:
        """Yield the entry and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def note_version(  # noqa: PLR0913 — the facts of a publication
    course: Course,
    key: UUID,
    kind: Unit.Kind,
    slug: str,
    text: PublishedText,
    *,
    by: "User | None",
    change: UnitVersion.Change = UnitVersion.Change.EDITORIAL,
    reason: str = "",
) -> UnitVersion:
    """Note that ``text`` of the unit ``key`` was published, and return its newest version.

    The other languages are carried over from the version before. A change to a
    language of the newest round starts a new round; a language that lagged behind
    catches up. Publishing the same content again changes nothing.
    """
    with transaction.atomic():
        unit, _created = Unit.objects.select_for_update().get_or_create(
            key=key, defaults={"course": course, "kind": kind, "slug": slug}
        )
        newest = unit.versions.order_by("-number").first()
        facts = (
            {item.language: item.facts() for item in newest.texts.all()}
            if newest
            else {}
        )
        before = facts.get(text.language)
        if before and newest and before["digest"] == text.digest:
            return newest
        facts[text.language] = vars(text) | {"round": _round(facts, text.language)}
        version = _add_version(unit, newest, facts, by=by, change=change, reason=reason)
        trail.write(
            "courses.version_published", by=by, on=version, language=text.language
        )
    return version


def confirm_language(
    version: UnitVersion, language: str, *, by: "User | None"
) -> UnitVersion:
    """Note that ``language`` needs no change to say the same as the newest round.

    Returns the new version. An up-to-date language returns ``version`` as it is.
    """
    if language not in version.languages_outdated:
        return version
    with transaction.atomic():
        facts = {item.language: item.facts() for item in version.texts.all()}
        facts[language]["round"] = max(item["round"] for item in facts.values())
        confirmed = _add_version(
            version.unit,
            version,
            facts,
            by=by,
            change=UnitVersion.Change.EDITORIAL,
            reason="",
        )
        trail.write(
            "courses.language_confirmed", by=by, on=confirmed, language=language
        )
        language_confirmed.send(UnitVersion, before=version, after=confirmed)
    return confirmed


def approve(  # noqa: PLR0913 — who says what, and for which office
    digests: Iterable[str],
    *,
    by: "User | None",
    gate: Approval.Gate = Approval.Gate.PEER,
    office: str = "",
    offices: dict[str, str] | None = None,
    author_office: str = "",
) -> list[Approval]:
    """Store somebody's approval of content of exactly these hashes, and return it.

    The trail keeps their number and one hash over them, in order: the approvals stay.
    """
    now = timezone.now()
    with transaction.atomic():
        approvals = Approval.objects.bulk_create(
            Approval(
                digest=digest,
                gate=gate,
                by=by,
                office=office,
                offices=offices or {},
                author_office=author_office,
                at=now,
            )
            for digest in digests
        )
        trail.write(
            "courses.approved",
            by=by,
            gate=gate,
            number=len(approvals),
            digest=_digest_of_all(one.digest for one in approvals),
        )
    return approvals


def approvals_of(digests: Iterable[str]) -> list[Approval]:
    """Return every approval of content of exactly these hashes."""
    return list(Approval.objects.filter(digest__in=set(digests)))


def safeguarded(digests: Iterable[str] | QuerySet[Any, Any]) -> Approval | None:
    """Return the newest word for the safeguards of rights in any of this content.

    One query; ``digests`` may be a subquery.
    """
    given = Approval.objects.filter(gate=Approval.Gate.SAFEGUARD, digest__in=digests)
    return given.order_by("-at", "-pk").first()


def release(
    course: Course,
    manifest: Sequence[ManifestEntry],
    approvals: Iterable[Approval],
    *,
    by: "User | None",
    at: datetime | None = None,
) -> Edition:
    """Cut the next edition of ``course`` from ``manifest`` — the only way to a learner.

    Raises ``ReleaseError`` naming everything that is missing: an empty manifest, a
    unit whose Kazakh and Russian differ, a version that somebody other than its
    authors has not approved at every gate, a manifest equal to the edition before.
    """
    entries = [item for entry in manifest for item in entry.walk()]
    with noting_refusals("courses.release_refused", ReleaseError, by=by, on=course):
        reasons = missing(course, [entry.version for entry in entries], approvals)
        if reasons:
            raise ReleaseError(reasons)
        Course.objects.select_for_update().get(pk=course.pk)
        last = course.editions.aggregate(number=Max("number"))["number"] or 0
        edition = Edition.objects.create(
            course=course,
            number=last + 1,
            released_at=at or timezone.now(),
            released_by=by,
            is_substantive=_is_substantive(course, entries),
        )
        _list(edition, manifest)
        course.__dict__.pop("current_edition", None)
        trail.write(
            "courses.edition_released", by=by, on=edition, number=edition.number
        )
        edition_released.send(Edition, edition=edition, by=by)
    return edition


def _round(facts: dict[str, dict[str, Any]], language: str) -> int:
    newest = max((item["round"] for item in facts.values()), default=0)
    if not newest:
        return 1
    mine = facts[language]["round"] if language in facts else 0
    return newest + 1 if mine == newest else newest


def _add_version(  # noqa: PLR0913 — the facts of a version
    unit: Unit,
    before: UnitVersion | None,
    facts: dict[str, dict[str, Any]],
    *,
    by: "User | None",
    change: UnitVersion.Change,
    reason: str,
) -> UnitVersion:
    version = UnitVersion.objects.create(
        unit=unit,
        number=before.number + 1 if before else 1,
        digest=_digest(facts),
        change=change,
        reason=reason,
        published_at=timezone.now(),
        published_by=by,
    )
    UnitText.objects.bulk_create(
        UnitText(version=version, **facts[language]) for language in sorted(facts)
    )
    return version


def _digest(facts: dict[str, dict[str, Any]]) -> str:
    parts = (f"{language}:{facts[language]['digest']}" for language in sorted(facts))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest_of_all(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def _list(edition: Edition, manifest: Sequence[ManifestEntry]) -> None:
    position = 0

    def add(entry: ManifestEntry, parent: EditionEntry | None) -> None:
        nonlocal position
        position += 1
        row = EditionEntry.objects.create(
            edition=edition, version=entry.version, position=position, parent=parent
        )
        for child in entry.children:
            add(child, row)

    for entry in manifest:
        add(entry, None)


def _is_substantive(course: Course, entries: Sequence[ManifestEntry]) -> bool:
    current = course.current_edition
    if current is None:
        return False
    listed = set(current.entries.values_list("version", flat=True))
    return any(
        entry.version.change == UnitVersion.Change.SUBSTANTIVE
        for entry in entries
        if entry.version.pk not in listed
    )
