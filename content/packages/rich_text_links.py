"""Links in rich text, as a package writes them and as this platform stores them."""

import re
from collections.abc import Callable
from typing import Any

import nh3

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_TAGS = {"p", "br", "hr", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3"}
_ATTRIBUTES = {"a": {"href", "linktype", "id"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def rewrite_links(html: str, to: Callable[[str, str], str | None]) -> str:
    """Return ``html`` with the id in each link of the studio replaced.

    ``to`` takes the kind of link and the id; where it returns ``None`` the words stay and
    the link goes.
    """

    def link(found: re.Match[str]) -> str:
        kind, words = _attribute(found[1], "linktype"), found[2]
        if not kind:
            return found[0]
        new = to(kind, _attribute(found[1], "id"))
        return f'<a linktype="{kind}" id="{new}">{words}</a>' if new else words

    return _LINK.sub(link, html)


def sanitize_rich_text(html: Any) -> str:
    """Return rich text of a file without anything that runs, or that editors cannot use.

    Raises ``TypeError`` for what is no text.
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
