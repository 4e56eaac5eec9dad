"""Protection of the pictures and files shown in editions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from content.publishing.models import HeldMedia, HeldRevision


class MediaPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail’s ownership rule for uploads, with one restriction.

    Nobody can delete a file that a version shows.
    """

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        """Tell whether ``user`` may do ``action`` to a picture or a file."""
        if action == "delete" and instance.held.exists():
            return False
        allowed: bool = super().user_has_permission_for_instance(user, action, instance)
        return allowed


def protect_shown_media(shown: Iterable[tuple[HeldRevision, Model]]) -> None:
    """Record the pictures and files shown in texts, each with its held revision."""
    kinds = ContentType.objects.get_for_models(Image, Document)
    named: dict[int, set[tuple[int, int]]] = {kind.pk: set() for kind in kinds.values()}
    for held, thing in shown:
        for kind, key, *_place in ReferenceIndex._extract_references_from_object(thing):  # noqa: SLF001 — the index itself knows live pages only
            if kind in named:
                named[kind].add((held.pk, int(key)))
    HeldMedia.objects.bulk_create(
        HeldMedia(held_id=held, **{f"{name}_id": key})
        for name, model in (("picture", Image), ("document", Document))
        for held, key in _there(model, named[kinds[model].pk])
    )


def _there(
    model: type[Model], named: set[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the named files that exist, in order; no query if none is named."""
    if named:
        rows = model._default_manager.filter(pk__in={key for _held, key in named})
        known = set(rows.values_list("pk", flat=True))
        yield from (pair for pair in sorted(named) if pair[1] in known)
