"""Versions recorded whenever something is published, by whatever route."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page, Revision

from content.publishing import media_protection
from content.publishing.models import HeldRevision, Versioned, Weighed
from content.publishing.page_tree_manifest import update_course_proposal
from content.publishing.revision_histories import RevisionHistories
from courses.models import Unit, UnitVersion
from courses.provisions import citation_index
from courses.release import submitted_translations, unit_versions

if TYPE_CHECKING:
    from courses.models import Course
    from elearning.accounts.models import User

_gathered: ContextVar["list[_Published] | None"] = ContextVar("gathered", default=None)


@dataclass(frozen=True)
class _Published:
    """The publication of ``revision`` of ``thing``; ``weighed`` classifies the change."""

    thing: Versioned
    course: "Course"
    revision: Revision
    weighed: Weighed
    by: "User | None"
    shown: Revision | None


def record_publication(instance: Any, revision: Revision | None) -> None:
    """Record that ``revision`` of ``instance`` was published.

    Wagtail reports scheduled publications too early, so content that is not live is
    ignored. So is anything that is not a unit of a course.
    """
    thing = instance.specific if isinstance(instance, Page) else instance
    if not isinstance(thing, Versioned) or revision is None or not thing.live:  # type: ignore[attr-defined]  # Wagtail's
        return
    if thing.unit_course is not None:
        _note(thing, thing.unit_course, revision, thing, by=revision.user)


def record_dependent_version(
    thing: Versioned, cause: Weighed, *, by: "User | None"
) -> None:
    """Record a new version of the live text of ``thing``, because it shows ``cause``.

    ``cause`` has been published by ``by``; its change weight and reason apply to the
    new version.
    """
    if thing.unit_course is not None and thing.live_revision:  # type: ignore[attr-defined]  # Wagtail's
        _note(thing, thing.unit_course, thing.live_revision, cause, by=by)  # type: ignore[attr-defined]


@contextmanager
def batch_publications() -> Iterator[None]:
    """Defer recording while many things are published, then record them all at once.

    Use it inside the transaction of the publications. Content published inside must not
    depend on a version of other content published inside.
    """
    token = _gathered.set([])
    try:
        yield
    finally:
        published = _gathered.get() or []
        _gathered.reset(token)
    _note_all(published)


def protect_revision(revision: Revision) -> None:
    """Protect ``revision`` and its media for good: a version is rendered from it."""
    if not HeldRevision.objects.filter(revision=revision).exists():
        held = HeldRevision.objects.create(revision=revision)
        media_protection.protect_shown_media([(held, revision.as_object())])


def has_protected_revision(instances: Any) -> bool:
    """Tell whether any of ``instances`` (of one model) has a revision in use."""
    things = [one.specific if isinstance(one, Page) else one for one in instances]
    return any(
        HeldRevision.objects.filter(
            revision__in=Revision.objects.for_instance(thing)
        ).exists()
        for thing in things
        if hasattr(thing, "revisions")
    )


def list_revision_authors(revision: Revision) -> list[int]:
    """Return who wrote anything up to ``revision`` since the text was last published."""
    return sorted(RevisionHistories([revision]).authors(revision))


def _note(
    thing: Versioned,
    course: "Course",
    revision: Revision,
    weighed: Weighed,
    *,
    by: "User | None",
) -> None:
    shown = thing.shown_revision()
    published = _Published(thing, course, revision, weighed, by, shown)
    waiting = _gathered.get()
    if waiting is None:
        _note_all([published])
    else:
        waiting.append(published)


def _note_all(published: Sequence[_Published]) -> None:
    courses: dict[int, list[_Published]] = {}
    for one in published:
        courses.setdefault(one.course.pk, []).append(one)
    for some in courses.values():
        with transaction.atomic():
            _note_in(some[0].course, some)
            update_course_proposal(
                some[0].course, by={one.by for one in some if one.by}
            )


def _note_in(course: "Course", published: Sequence[_Published]) -> None:
    shown = [one.shown for one in published if one.shown]
    histories = RevisionHistories([*(one.revision for one in published), *shown])
    versions = unit_versions.record_versions(
        course, [_told(one, histories) for one in published]
    )
    _hold({one.revision.pk: one for one in published})
    citation_index.index_unit_versions(
        {version.pk: version for version in versions}.values()
    )
    noted: dict[type[Versioned], list[tuple[Versioned, UnitVersion]]] = {}
    for one, version in zip(published, versions, strict=True):
        noted.setdefault(type(one.thing), []).append((one.thing, version))
    for kind, pairs in noted.items():
        kind.after_versions(pairs)
    for version in versions:
        submitted_translations.notify_unit_translators(version)


def _told(
    one: _Published, histories: RevisionHistories
) -> unit_versions.UnitPublication:
    """Return the data of a publication for the register of versions."""
    thing = one.thing
    text = thing.published_text(one.revision)
    text = replace(text, made_from=histories.made_from(one.revision))
    people = histories.authors(one.revision)
    if one.shown:
        people |= histories.authors(one.shown)
    text.details["authors"] = sorted(people)
    text.details["cited"] = thing.citation_places()
    return unit_versions.UnitPublication(
        thing.translation_key,  # type: ignore[attr-defined]  # pages and snippets have it
        Unit.Kind(thing.unit_kind),
        thing.unit_slug,
        text,
        by=one.by,
        change=UnitVersion.Change(one.weighed.change_weight),
        reason=one.weighed.change_reason,
    )


def _hold(published: Mapping[int, _Published]) -> None:
    """Protect the revisions of ``published`` and the media shown by each thing now."""
    rows = HeldRevision.objects.filter(revision__in=published)
    known = set(rows.values_list("revision", flat=True))
    new = HeldRevision.objects.bulk_create(
        HeldRevision(revision_id=pk) for pk in published if pk not in known
    )
    media_protection.protect_shown_media(
        (held, published[held.revision_id].thing) for held in new
    )
