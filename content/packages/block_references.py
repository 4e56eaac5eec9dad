"""Traversal of stored blocks that replaces references to rows of this platform."""

from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.blocks import Block
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

#: Takes a leaf block and its stored value, and returns another value.
Change = Callable[[Block, Any], Any]
#: The leaf blocks that may contain references.
LEADING = (ImageChooserBlock, DocumentChooserBlock, blocks.RichTextBlock)


def map_references(block: Block, raw: Any, change: Change) -> Any:
    """Return ``raw``, in a block’s stored format, with every reference replaced.

    Raises ``TypeError``, ``KeyError`` or ``ValueError`` for data that such a block
    cannot store.
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
