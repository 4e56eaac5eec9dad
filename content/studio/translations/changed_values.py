"""Changes of values shared by all languages: numbers, pictures, keys, citations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from content.blocks.translation_segments import BodyPiece, iter_body_pieces
from content.studio.translations.text_segments import (
    get_stored_body,
    get_stream_block,
    get_translation_layout,
    label_clauses,
)
from content.studio.translations.translation_pairs import TranslationTask


@dataclass(frozen=True)
class ValueChange:
    """A changed value; a side without a value is empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class BlockValueChanges:
    """A block, or the whole, with changed values; empty if the draft has them all."""

    label: str
    changes: tuple[ValueChange, ...]

    @property
    def is_done(self) -> bool:
        """Whether the draft has adopted them all but is not published yet."""
        return not self.changes


#: By the place of a block: its label, and its values by field.
_Values = dict[str, tuple[str, dict[str, tuple[str, str]]]]


def list_value_changes(task: TranslationTask) -> list[BlockValueChanges]:
    """Return the changed values of the source, in its order.

    They are copied when the translation is saved, so there is nothing to write.
    """
    owners = {place.rpartition("/")[0] for place in task.lagging_facts}
    if not owners or task.row is None:
        return []
    source, own = _values(task.source), _values(task.draft)
    new = _worded(task.source) - _worded(task.draft) - own.keys()
    found = []
    for owner in dict.fromkeys([*source, *own]):
        if owner in owners - new:  # the words of a new block show that it is new
            label, after = source.get(owner, own.get(owner, ("", {})))
            before = own.get(owner, ("", {}))[1]
            found.append(
                BlockValueChanges(label, tuple(_changes(before, after, source, owner)))
            )
    return found


def _changes(
    before: dict[str, tuple[str, str]],
    after: dict[str, tuple[str, str]],
    source: _Values,
    owner: str,
) -> Iterator[ValueChange]:
    now = after if owner in source else {}
    for name in dict.fromkeys([*now, *before]):
        label = (now.get(name) or before[name])[0]
        old, new = before.get(name, ("", ""))[1], now.get(name, ("", ""))[1]
        if old != new:
            yield ValueChange(label, old, new)


def _values(thing: Any) -> _Values:
    makeup = get_translation_layout(thing)
    whole = {name: _field(thing, name) for name in makeup.neutral}
    found: _Values = {"": (_("General settings"), whole)} if whole else {}
    if makeup.stream:
        pieced = list(iter_body_pieces(get_stream_block(thing), get_stored_body(thing)))
        named = label_clauses(pieced)
        for piece in pieced:
            if not piece.is_worded:
                owner, _slash, name = piece.place.rpartition("/")
                label = named.get(owner) or " · ".join(dict.fromkeys(piece.labels[:-1]))
                values = found.setdefault(owner, (label, {}))[1]
                values[name] = (piece.labels[-1], _shown(piece))
    return found


def _worded(thing: Any) -> set[str]:
    """Return the places of the blocks and items of ``thing`` that have words."""
    if not get_translation_layout(thing).stream:
        return set()
    found = iter_body_pieces(get_stream_block(thing), get_stored_body(thing))
    return {piece.place.rpartition("/")[0] for piece in found if piece.is_worded}


def _field(thing: Any, name: str) -> tuple[str, str]:
    field = thing._meta.get_field(name)
    label = str(field.verbose_name)
    value = getattr(thing, f"get_{name}_display", lambda: getattr(thing, name))()
    return label[:1].upper() + label[1:], _plain(value)


def _shown(piece: BodyPiece) -> str:
    """Return a stored value as its author chose it: a title, a choice, yes or no."""
    block: Any = piece.block
    if isinstance(block, blocks.ChoiceBlock):
        choices = dict(_flat(block.field.choices))
        return str(choices.get(piece.value, _plain(piece.value)))
    if isinstance(block, blocks.BooleanBlock):
        return _plain(bool(piece.value))
    return _plain(block.to_python(piece.value))


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, label


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
