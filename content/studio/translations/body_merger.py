"""Merging of a translated body into the structure of its source, keeping its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks

from content.blocks.translation_segments import NAMING, WORDED
from courses.translation_parity import FACTS


@dataclass(frozen=True)
class BodyMerger:
    """The facts needed to merge a body.

    ``words`` are the translator’s words by place; ``lagging`` the places of values that
    do not follow the source; ``given_up`` places that the source no longer has.
    """

    words: Mapping[str, str]
    lagging: frozenset[str]
    given_up: frozenset[str]

    def body(
        self, stream: blocks.StreamBlock, source: list[Any], target: list[Any]
    ) -> list[Any]:
        """Return ``target`` with the blocks of ``source``, in the order of the source.

        Blocks that only the translation has stay after the block they followed, unless
        the source has given them up.
        """
        children = {item["id"]: stream.child_blocks[item["type"]] for item in source}
        return self._items(source, target, "", lambda item: children[item["id"]])

    def _items(
        self, source: list[Any], target: list[Any], way: str, block_of: Any
    ) -> list[Any]:
        mine = {item["id"]: item for item in target}
        merged = []
        for item in source:
            place = f"{way}/{item['id']}" if way else item["id"]
            own = mine.get(item["id"])
            if own is not None and own["type"] != item["type"]:
                own = None
            value = self._value(
                block_of(item), item["value"], own and own["value"], place, ""
            )
            merged.append({**item, "value": value})
        return self._with_own(merged, target, way)

    def _with_own(self, merged: list[Any], target: list[Any], way: str) -> list[Any]:
        there = {item["id"] for item in merged}
        before = None
        for item in target:
            place = f"{way}/{item['id']}" if way else item["id"]
            if item["id"] not in there:
                if self._is_given_up(place):
                    continue
                ids = [one["id"] for one in merged]
                merged.insert(ids.index(before) + 1 if before in ids else 0, item)
            before = item["id"]
        return merged

    def _is_given_up(self, place: str) -> bool:
        return any(one.startswith(f"{place}/") for one in self.given_up)

    def _value(
        self, block: blocks.Block, source: Any, target: Any, way: str, name: str
    ) -> Any:
        place = f"{way}/{name}" if name else way
        if isinstance(block, blocks.StructBlock):
            own = target or {}
            return {
                field: self._value(
                    child, source.get(field), own.get(field), place, field
                )
                for field, child in block.child_blocks.items()
                if field in source
            }
        if isinstance(block, blocks.ListBlock):
            return self._items(
                source or [], target or [], place, lambda item: block.child_block
            )
        if isinstance(block, WORDED) and name not in NAMING:
            said = place if name else f"{way}/text"
            return self.words.get(said, target or "")
        is_new = target is None or f"{way}/{FACTS}" in self.lagging
        return source if is_new else target
