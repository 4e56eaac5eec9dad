"""Bulk insertion of the pages below the front page of a new course."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from content.publishing.studio_log import log_studio_action

#: A page with the pages below it.
Branch = tuple[Page, Sequence[Page]]


def insert_page_tree(front: Page, branches: Sequence[Branch]) -> None:
    """Save ``branches``, all new, as the whole content below ``front``.

    The pages are drafts in the order of the tree; nothing is published or indexed yet.
    Raises ``ValidationError`` for a field with an invalid value.
    """
    pages: list[Page] = []
    for place, (page, below) in enumerate(branches, 1):
        _put(page, front, place)
        page.numchild = len(below)
        pages.append(page)
        for number, leaf in enumerate(below, 1):
            _put(leaf, page, number)
            pages.append(leaf)
    for page in pages:
        page.clean_fields(exclude=_links(page))
    _insert(pages)
    log_studio_action(pages, "wagtail.create")
    front.numchild = len(branches)
    Page.objects.filter(pk=front.pk).update(numchild=front.numchild)


def _put(page: Page, parent: Page, place: int) -> None:
    """Set the position of ``page`` in the tree."""
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, place)  # noqa: SLF001 — treebeard's own way
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.content_type = ContentType.objects.get_for_model(type(page))


def _links(page: Page) -> set[str]:
    return {field.name for field in page._meta.fields if field.is_relation}


def _insert(pages: Sequence[Page]) -> None:
    """Insert the shared rows of all pages with one query, and each page’s own with one."""
    shared = [field.attname for field in Page._meta.concrete_fields]
    rows = Page.objects.bulk_create(Page(**_values(page, shared)) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.id = page.pk = row.pk
        page.save_base(raw=True, force_insert=True)


def _values(page: Page, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(page, name) for name in names if name != "id"}
