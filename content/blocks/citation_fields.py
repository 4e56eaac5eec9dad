"""Fields for citations: text fields that offer provisions while one types."""

from typing import Any

from django import forms
from wagtail import blocks

from content.blocks.body_reader import split_citations


class CitationsInput(forms.TextInput):
    """A field of citations, separated by commas; ``citations.js`` makes a chooser of it.

    Without script it stays a text field, and what is typed is checked all the same.
    """

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, takes: str = "many"
    ) -> None:
        """Take ``many`` citations, or ``one``."""
        super().__init__(
            {"data-citations": takes, "autocomplete": "off"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        """Return a value of several lines, as older ones are, in one."""
        return ", ".join(split_citations(str(value))) if value else None


def add_citation_chooser(
    block: blocks.CharBlock, takes: str = "many"
) -> blocks.CharBlock:
    """Return ``block`` with the field of citations; what is stored stays the same."""
    widget = CitationsInput(takes=takes)
    widget.is_required = block.field.required
    widget.attrs.update(block.field.widget_attrs(widget))
    block.field.widget = widget
    return block
