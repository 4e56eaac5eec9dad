"""Stored blocks, walked by what each is: what leads to rows of this platform is changed."""

from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.blocks import Block
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

#: Takes a kind of leaf and its stored value, and returns another value.
Change = Callable[[Block, Any], Any]
#: The leaves that may lead somewhere.
LEADING = (ImageChooserBlock, DocumentChooserBlock, blocks.RichTextBlock)


def map_references(block: Block, raw: Any, change: Change) -> Any:
    """Return ``raw``, as a block stores it, with every leaf that leads somewhere changed.

    Raises ``TypeError``, ``KeyError`` or ``ValueError`` for what no such block could store.
    """
    if isinstance(block, blocks.StreamBlock):
        return [_of_stream(block, one, change) for one in _list(raw)]
    if isinstance(block, blocks.ListBlock):
        return [
            {
                "type": "item",
                "id": str(one["id"]),
                "value": map_references(block.child_block, one["value"], change),
            }
            for one in _list(raw)
        ]
    if isinstance(block, blocks.StructBlock):
        known: dict[str, Block] = block.child_blocks
        if strange := set(raw) - set(known):
            raise KeyError(min(strange))
        return {
            name: map_references(known[name], value, change)
            for name, value in raw.items()
        }
    if isinstance(block, LEADING):
        return change(block, raw)
    if raw is not None and not isinstance(raw, str | int | float | bool):
        raise TypeError
    return raw


def _of_stream(block: Any, one: Any, change: Change) -> dict[str, Any]:
    child = block.child_blocks[one["type"]]
    return {
        "type": one["type"],
        "id": str(one["id"]),
        "value": map_references(child, one["value"], change),
    }


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError
    return raw
