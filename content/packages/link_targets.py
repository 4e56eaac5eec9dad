"""Targets of references in the texts of a course: pictures, files and pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from content.packages import rich_text_links
from content.packages.block_references import map_references
from content.packages.package_layout import is_body_field, list_package_fields


@dataclass
class LinkTargets:
    """Pictures, files, and the names of pages in a package, by their ids."""

    pictures: dict[int, Any] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)


def load_link_targets(rows: Iterable[Any]) -> LinkTargets:
    """Return the targets of bodies of pages and questions; three queries at most."""
    seen = _Seen()
    for row in rows:
        for one in list_package_fields(type(row)):
            if is_body_field(one):
                body = getattr(row, one.name).get_prep_value()
                map_references(one.stream_block, body, seen.leaf)  # type: ignore[attr-defined]  # a StreamField's
    pages = Page.objects.filter(pk__in=seen.pages).values_list(
        "pk", "translation_key", "locale__language_code"
    )
    return LinkTargets(
        get_image_model().objects.in_bulk(seen.pictures),
        get_document_model().objects.in_bulk(seen.documents),
        {pk: f"{key}.{language}" for pk, key, language in pages},
    )


class _Seen:
    """The ids in blocks and links."""

    def __init__(self) -> None:
        self.pictures: set[int] = set()
        self.documents: set[int] = set()
        self.pages: set[int] = set()

    def leaf(self, block: Block, value: Any) -> Any:
        if isinstance(block, ImageChooserBlock):
            self.pictures |= {value} - {None}
        elif isinstance(block, DocumentChooserBlock):
            self.documents |= {value} - {None}
        else:
            rich_text_links.rewrite_links(value or "", self._link)
        return value

    def _link(self, kind: str, key: str) -> None:
        if key.isdigit():
            (self.documents if kind == "document" else self.pages).add(int(key))
