"""Indexing of texts that were published in bulk, for the studio’s search and usage."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import transaction
from django.tasks import task
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import ReferenceIndex

#: The number of texts in one job.
_AT_ONCE = 100


def enqueue_indexing(things: Iterable[Any]) -> None:
    """Queue indexing of ``things``, which Wagtail does itself for single saves."""
    keys: dict[str, list[int]] = {}
    for thing in things:
        keys.setdefault(thing._meta.label_lower, []).append(thing.pk)
    for label, mine in keys.items():
        for some in batched(mine, _AT_ONCE, strict=False):
            index_studio_texts.enqueue(label, list(some))


@task()
def index_studio_texts(label: str, keys: list[int]) -> None:
    """Index the current texts of the model ``label``; safe to repeat."""
    model: Any = apps.get_model(label)
    things = list(model.get_indexed_objects().filter(pk__in=keys))
    for thing in things:
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(thing)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, things)
