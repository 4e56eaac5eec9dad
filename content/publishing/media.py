"""Pictures and files that editions show: nobody deletes them, nobody changes them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from content.publishing.models import HeldMedia, HeldRevision


class MediaPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule of who may change what she or her group has uploaded, and ours.

    What a version shows cannot be deleted by anybody.
    """

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        """Tell whether ``user`` may do ``action`` to a picture or a file."""
        if action == "delete" and instance.held.exists():
            return False
        allowed: bool = super().user_has_permission_for_instance(user, action, instance)
        return allowed


def shown_by(thing: Model, held: HeldRevision) -> list[HeldMedia]:
    """Return the pictures and files that ``thing`` shows, as unsaved rows of ``held``."""
    kinds = ContentType.objects.get_for_models(Image, Document)
    named = {
        (kind, int(key))
        for kind, key, *_place in ReferenceIndex._extract_references_from_object(thing)  # noqa: SLF001 — the index itself knows live pages only
        if kind in {kinds[Image].pk, kinds[Document].pk}
    }
    pictures = Image.objects.filter(pk__in=_keys(named, kinds[Image]))
    documents = Document.objects.filter(pk__in=_keys(named, kinds[Document]))
    return [
        *(HeldMedia(held=held, picture=picture) for picture in pictures),
        *(HeldMedia(held=held, document=document) for document in documents),
    ]


def _keys(named: set[tuple[int, int]], kind: ContentType) -> list[int]:
    return [key for one, key in named if one == kind.pk]
