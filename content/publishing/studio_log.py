"""Entries in the studio’s history for texts written in bulk."""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Page, Revision


def log_studio_action(
    things: Sequence[Any],
    action: str,
    revisions: Iterable[Revision | None] = repeat(None),
) -> None:
    """Record that the platform did ``action`` to ``things``, each with its revision.

    The entries are the same as Wagtail’s; one query for each kind of history.
    """
    now = timezone.now()
    logs: dict[Any, list[Any]] = {}
    for thing, revision in zip(things, revisions, strict=False):
        log = registry.get_log_model_for_instance(thing)
        row = log(
            content_type=ContentType.objects.get_for_model(
                thing, for_concrete_model=False
            ),
            label=log.objects.get_instance_title(thing),
            action=action,
            timestamp=now,
            revision=revision,
            content_changed=True,
        )
        if isinstance(thing, Page):
            row.page = thing
        else:
            row.object_id = str(thing.pk)
        logs.setdefault(log, []).append(row)
    for log, rows in logs.items():
        log.objects.bulk_create(rows)
