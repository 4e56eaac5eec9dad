"""Text fields for citations that suggest provisions while typing."""

from typing import Any

from django import forms
from wagtail import blocks

from content.blocks.body_reader import split_citations


class CitationsInput(forms.TextInput):
    """A field of citations, separated by commas; ``citations.js`` turns it into a chooser.

    Without JavaScript it stays a text field; the input is validated either way.
    """

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, takes: str = "many"
    ) -> None:
        """Take ``many`` citations, or ``one``."""
        super().__init__(
            {"data-citations": takes, "autocomplete": "off"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        """Return a value on one line; older values have several."""
        return ", ".join(split_citations(str(value))) if value else None


def add_citation_chooser(
    block: blocks.CharBlock, takes: str = "many"
) -> blocks.CharBlock:
    """Return ``block`` with a citation field; the stored value stays the same."""
    widget = CitationsInput(takes=takes)
    widget.is_required = block.field.required
    widget.attrs.update(block.field.widget_attrs(widget))
    block.field.widget = widget
    return block
