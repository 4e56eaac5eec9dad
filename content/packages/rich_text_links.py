"""Links in rich text: conversion between packages and this platform."""

import re
from collections.abc import Callable
from typing import Any

import nh3

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_TAGS = {"p", "br", "hr", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3"}
_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def rewrite_links(html: str, to: Callable[[str, str], str | None]) -> str:
    """Return ``html`` with the id in each studio link replaced.

    ``to`` takes the kind of link and the id; if it returns ``None``, the link is
    removed and its words stay.
    """

    def link(found: re.Match[str]) -> str:
        kind, words = _attribute(found[1], "linktype"), found[2]
        if not kind:
            return found[0]
        new = to(kind, _attribute(found[1], "id"))
        return f'<a linktype="{kind}" id="{new}">{words}</a>' if new else words

    return _LINK.sub(link, html)


def sanitize_rich_text(html: Any) -> str:
    """Return rich text from a file without active content or unsupported markup.

    Raises ``TypeError`` if it is not a string.
    """
    if not isinstance(html, str):
        raise TypeError
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-block-"},
        link_rel=None,
        url_schemes=_SCHEMES,
    )


def _attribute(written: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', written)
    return found[1] if found else ""
