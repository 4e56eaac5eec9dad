"""What the studio finds by search and by use, once many texts were published at once."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import transaction
from django.tasks import task
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import ReferenceIndex

#: How many texts the worker takes on in one piece.
_AT_ONCE = 100


def enqueue_indexing(things: Iterable[Any]) -> None:
    """Have the worker list ``things``, as Wagtail has each listed that is saved by itself."""
    keys: dict[str, list[int]] = {}
    for thing in things:
        keys.setdefault(thing._meta.label_lower, []).append(thing.pk)
    for label, mine in keys.items():
        for some in batched(mine, _AT_ONCE, strict=False):
            index_studio_texts.enqueue(label, list(some))


@task()
def index_studio_texts(label: str, keys: list[int]) -> None:
    """List the texts of the model ``label`` as they are now; repeating it is harmless."""
    model: Any = apps.get_model(label)
    things = list(model.get_indexed_objects().filter(pk__in=keys))
    for thing in things:
        with transaction.atomic():
            ReferenceIndex.create_or_update_for_object(thing)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, things)
