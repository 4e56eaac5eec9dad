"""Filling of pages, cases and questions with the plain values of a package."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks import Block
from wagtail.images.blocks import ImageChooserBlock

from content.packages import rich_text_links
from content.packages.block_references import map_references
from content.packages.package_layout import (
    is_body_field,
    is_link_field,
    list_package_fields,
)
from content.packages.package_reader import TextAddress
from content.privacy.open_findings import format_open_findings

#: Exceptions raised for impossible values.
_WRONG = (AttributeError, KeyError, TypeError, ValueError, ValidationError)


class FieldFiller:
    """Fills rows, with the links of a package resolved on this platform.

    ``media`` are pictures and files by name, ``pages`` pages by address, ``linked`` the
    rows that questions refer to, by field name, value and language.
    """

    def __init__(
        self,
        media: Mapping[str, Any],
        pages: Mapping[TextAddress, Any],
        linked: Mapping[tuple[str, Any, str], Model],
    ) -> None:
        self.media, self.pages, self.linked = media, pages, linked
        self.faults: list[str] = []

    def fill(
        self, row: Any, text: Mapping[str, Any], language: str, place: str
    ) -> None:
        """Set the values of ``text`` on ``row``; an impossible value is a fault at ``place``.

        Data that looks like that of a real person is a fault too: no form can ask for a
        reason here.
        """
        for field in list_package_fields(type(row)):
            value = text.get(field.name)
            if told := format_open_findings(value):
                self._note(place, told)
            try:
                self._fill_field(row, field, value, language)
            except _WRONG as error:
                self._note(place, f"{field.name}: {_words(error)}")
        try:
            row.clean_fields(exclude=_others(row))
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                self._note(place, f"{name}: {' '.join(texts)}")

    def _fill_field(self, row: Any, field: Any, value: Any, language: str) -> None:
        if is_body_field(field):
            self._fill_body(row, field, value or [])
        elif is_link_field(field):
            setattr(row, field.name, self._linked(field.name, value, language))
        elif value is not None:
            setattr(row, field.name, field.to_python(value))
        else:
            setattr(row, field.name, field.get_default())

    def _fill_body(self, row: Any, field: Any, value: Any) -> None:
        raw = json.dumps(map_references(field.stream_block, value, self._leaf))
        field.stream_block.clean(field.to_python(raw))
        setattr(row, field.name, raw)

    def _leaf(self, block: Block, value: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return rich_text_links.sanitize_rich_text(
                rich_text_links.rewrite_links(
                    rich_text_links.sanitize_rich_text(value), self._target
                )
            )
        if value is None:
            return None
        medium = self.media[value]
        is_picture = hasattr(medium, "width")
        if is_picture != isinstance(block, ImageChooserBlock):
            raise KeyError(value)
        return medium.pk

    def _target(self, kind: str, key: str) -> str | None:
        if kind == "document":
            return str(self.media[key].pk)
        unit, _dot, language = key.partition(".")
        found = self.pages.get(TextAddress(UUID(unit), language))
        return str(found.pk) if found else None

    def _linked(self, name: str, value: Any, language: str) -> Model | None:
        if value is None:
            return None
        if name == "picture":
            found: Model = self.media[value]
            return found
        return self.linked[name, value, language]

    def _note(self, place: str, words: str) -> None:
        self.faults.append(f"{place}: {words}")


def _others(row: Any) -> list[str]:
    """Return the fields that no package carries; they need no validation."""
    known = {one.name for one in list_package_fields(type(row))}
    return [one.name for one in row._meta.fields if one.name not in known]


def _words(error: Exception) -> str:
    if isinstance(
        error, blocks.StructBlockValidationError | blocks.StreamBlockValidationError
    ):
        return _("Part of it is missing or wrong.")
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("This value is not recognised: %(value)s") % {"value": str(error)[:80]}
