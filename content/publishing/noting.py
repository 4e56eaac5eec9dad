"""Note a version whenever something is published, by whatever route."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Page, Revision

from content.publishing import media
from content.publishing.manifest import repropose
from content.publishing.models import (
    HeldMedia,
    HeldRevision,
    TranslatedDraft,
    Versioned,
    Weighed,
)
from courses import outline, translating
from courses.models import Unit, UnitVersion
from courses.provisions import indexing

if TYPE_CHECKING:
    from courses.models import Course
    from elearning.accounts.models import User


def note(instance: Any, revision: Revision | None) -> UnitVersion | None:
    """Note that ``revision`` of ``instance`` was published; return the version.

    Wagtail reports scheduled publications too early: what is not live is left out.
    Anything that is not a unit of a course is left out as well.
    """
    thing = instance.specific if isinstance(instance, Page) else instance
    if not isinstance(thing, Versioned) or revision is None or not thing.live:  # type: ignore[attr-defined]  # Wagtail's
        return None
    if thing.unit_course is None:
        return None
    return _note(thing, thing.unit_course, revision, thing, by=revision.user)


def note_again(thing: Versioned, cause: Weighed, *, by: "User | None") -> None:
    """Note what is live of ``thing`` once more, since it shows ``cause``.

    ``cause`` has been published by ``by``; how much it was changed, and why, is told of
    the new version.
    """
    if thing.unit_course is not None and thing.live_revision:  # type: ignore[attr-defined]  # Wagtail's
        _note(thing, thing.unit_course, thing.live_revision, cause, by=by)  # type: ignore[attr-defined]


def hold(revision: Revision) -> None:
    """Keep ``revision`` and what it shows for good: a version is rendered from it."""
    held, is_new = HeldRevision.objects.get_or_create(revision=revision)
    if is_new:
        HeldMedia.objects.bulk_create(media.shown_by(revision.as_object(), held))


def is_held(instances: Any) -> bool:
    """Tell whether any of ``instances`` (of one model) has a revision in use."""
    things = [one.specific if isinstance(one, Page) else one for one in instances]
    return any(
        HeldRevision.objects.filter(
            revision__in=Revision.objects.for_instance(thing)
        ).exists()
        for thing in things
        if hasattr(thing, "revisions")
    )


def authors(revision: Revision) -> list[int]:
    """Return who wrote anything up to ``revision`` since the text was last published."""
    mine = Revision.objects.filter(
        base_content_type=revision.base_content_type_id,
        object_id=revision.object_id,
        pk__lte=revision.pk,
    )
    before = mine.filter(held__isnull=False).exclude(pk=revision.pk)
    last = before.order_by("-pk").values_list("pk", flat=True).first() or 0
    people = mine.filter(pk__gt=last).exclude(user=None)
    return sorted(set(people.values_list("user", flat=True)))


def _note(
    thing: Versioned,
    course: "Course",
    revision: Revision,
    weighed: Weighed,
    *,
    by: "User | None",
) -> UnitVersion:
    with transaction.atomic():
        made_from = TranslatedDraft.objects.made_from(thing, revision)
        text = replace(thing.published_text(revision), made_from=made_from)
        people = set(authors(revision))
        if shown := thing.shown_revision():
            people.update(authors(shown))
        text.details["authors"] = sorted(people)
        text.details["cited"] = thing.citation_places()
        version = outline.note_version(
            course,
            thing.translation_key,  # type: ignore[attr-defined]  # pages and snippets have it
            Unit.Kind(thing.unit_kind),
            thing.unit_slug,
            text,
            by=by,
            change=UnitVersion.Change(weighed.change_weight),
            reason=weighed.change_reason,
        )
        hold(revision)
        indexing.note_unit(version)
        thing.after_version(version)
        translating.tell_translators_of(version)
        repropose(course)
    return version
