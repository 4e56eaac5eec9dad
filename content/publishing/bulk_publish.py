"""Bulk publication of new texts, with the same records as single publications."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from content.publishing.publication_versions import batch_publications
from content.publishing.studio_index import enqueue_indexing
from content.publishing.studio_log import log_studio_action


def publish_new_texts(things: Sequence[Any]) -> None:
    """Publish ``things``: saved pages or drafts that have never been live.

    The revisions, history and versions are the same as after single publications, and
    signals are sent for each; the worker adds them to the studio’s indexes. The caller
    makes sure that each source comes before its translations.
    """
    now = timezone.now()
    with transaction.atomic(), batch_publications():
        revisions = _save_revisions(things, now)
        for some in _by_table(things):
            _make_live(some, now)
        for thing, revision in zip(things, revisions, strict=True):
            _tell(thing, revision, now)
        _log(things, revisions)
        enqueue_indexing(things)


def _save_revisions(things: Sequence[Any], now: datetime) -> list[Revision]:
    return Revision.objects.bulk_create(
        Revision(
            content_object=thing,
            base_content_type=thing.get_base_content_type(),
            created_at=now,
            content=thing.serializable_data(),
            object_str=str(thing),
        )
        for thing in things
    )


def _by_table(things: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the things grouped by the table that stores whether they are live."""
    tables: dict[type[models.Model], list[Any]] = {}
    for thing in things:
        table = Page if isinstance(thing, Page) else type(thing)
        tables.setdefault(table, []).append(thing)
    yield from tables.values()


def _make_live(things: Sequence[Any], now: datetime) -> None:
    first = things[0]
    is_page = isinstance(first, Page)
    table: Any = Page if is_page else type(first)
    own = Revision.objects.filter(
        base_content_type=first.get_base_content_type(),
        object_id=Cast(OuterRef("pk"), models.CharField()),
    )
    latest = Subquery(own.order_by("-pk").values("pk")[:1])
    more = {"latest_revision_created_at": now} if is_page else {}
    table.objects.filter(pk__in=[thing.pk for thing in things]).update(
        live=True,
        first_published_at=now,
        last_published_at=now,
        latest_revision=latest,
        live_revision=latest,
        **more,
    )


def _tell(thing: Any, revision: Revision, now: datetime) -> None:
    """Bring ``thing`` up to date, and send the publication signals."""
    thing.live = True
    thing.first_published_at = thing.last_published_at = now
    thing.latest_revision = thing.live_revision = revision
    if isinstance(thing, Page):
        thing.latest_revision_created_at = now
        page_published.send(type(thing), instance=thing, revision=revision)
    published.send(type(thing), instance=thing, revision=revision)


def _log(things: Sequence[Any], revisions: Sequence[Revision]) -> None:
    """Write the history: pages as edited and published, drafts as published."""
    both = zip(things, revisions, strict=True)
    pages = [(thing, one) for thing, one in both if isinstance(thing, Page)]
    log_studio_action(
        [page for page, _one in pages], "wagtail.edit", [one for _, one in pages]
    )
    log_studio_action(things, "wagtail.publish", revisions)
