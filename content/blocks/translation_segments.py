"""Segments of a stored body: translated pieces, and values shared by all languages."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks

from courses.text_diff import normalise_rich_text
from courses.translation_parity import FACTS

#: Text fields with names or references, which are the same in every language.
NAMING = ("citation", "cites", "to", "name", "number")
#: Blocks whose values are words.
WORDED = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)


@dataclass(frozen=True)
class BodyPiece:
    """One value of a stored body: its place, its block and its field.

    ``labels`` name the fields on the way to it; ``is_worded`` tells whether it is
    translated.
    """

    place: str
    value: Any
    block: blocks.Block
    labels: tuple[str, ...]
    is_worded: bool


def iter_body_pieces(
    stream: blocks.StreamBlock, raw: Iterable[Any]
) -> Iterator[BodyPiece]:
    """Yield every value of a stored body, in order."""
    for item in raw:
        block = stream.child_blocks.get(item["type"])
        if block is not None:
            label = str(block.label)
            yield from _pieces(block, item["value"], item["id"], "", (label,))


def hash_body_segments(
    stream: blocks.StreamBlock, raw: Iterable[Any]
) -> dict[str, str]:
    """Return the hash of each segment of a stored body, by place.

    Empty fields are not segments. The untranslated values of a block or item form one
    segment.
    """
    found: dict[str, str] = {}
    facts: dict[str, dict[str, Any]] = {}
    for piece in iter_body_pieces(stream, raw):
        owner, _slash, name = piece.place.rpartition("/")
        if not piece.is_worded:
            if piece.value not in (None, "", []):
                facts.setdefault(owner, {})[name] = piece.value
        elif said := normalise_rich_text(str(piece.value or "")):
            found[piece.place] = hash_plain_value(said)
    for owner, values in facts.items():
        found[f"{owner}/{FACTS}"] = hash_plain_value(values)
    return found


def hash_field_segments(texts: Mapping[str, str], facts: Any) -> dict[str, str]:
    """Return the hash of each segment of the page fields, by place."""
    found = {
        f"/{name}": hash_plain_value(text.strip())
        for name, text in texts.items()
        if text
    }
    return found | ({f"/{FACTS}": hash_plain_value(facts)} if facts else {})


def hash_plain_value(value: Any) -> str:
    """Return the hash of a plain value: half of a SHA-256 in hex."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _pieces(
    block: blocks.Block, value: Any, way: str, name: str, labels: tuple[str, ...]
) -> Iterator[BodyPiece]:
    place = f"{way}/{name}" if name else way
    if isinstance(block, blocks.StructBlock):
        for field, child in block.child_blocks.items():
            if field in (value or {}):
                said = (*labels, str(child.label))
                yield from _pieces(child, value[field], place, field, said)
    elif isinstance(block, blocks.ListBlock):
        for item in value or ():
            yield from _pieces(
                block.child_block, item["value"], place, item["id"], labels
            )
    else:
        is_worded = isinstance(block, WORDED) and name not in NAMING
        place = place if name else f"{way}/text"
        yield BodyPiece(place, value, block, labels, is_worded)
