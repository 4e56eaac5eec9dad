"""Conversion of bundle text to rich text: paragraphs, lists, bold, italic, links, ###."""

import re
from collections.abc import Callable
from pathlib import Path

import nh3
from markdown_it import MarkdownIt

from content.curriculum.errors import FaultCollector

#: Resolves the target of a link, ``clause:NMR 43`` or ``lesson:l1-2``, to a URL: ``""``
#: if the words are shown without a link, ``None`` if the target does not exist.
Resolver = Callable[[str], str | None]

#: Markup that plain text must not contain: a link or bold words.
MARKUP = re.compile(r"\]\(|\*\*")
TAGS = {"p", "b", "i", "ul", "ol", "li", "a", "h3"}
_LINK = re.compile(r"\]\(((?:clause|lesson):(?:[^()\n]|\(\w+\))+)\)")
_UNLINKED = re.compile(r'<a href="#">(.*?)</a>')
_RAW_HTML = re.compile(r"<[a-zA-Z/!]")
_DEEP = re.compile(r"^#{1,2}\s|^#{4,}\s")
_MARKDOWN = MarkdownIt("zero").enable(
    ["emphasis", "list", "link", "heading", "newline", "escape"]
)


def render_rich_text(
    text: str,
    path: Path,
    line: int,
    faults: FaultCollector,
    resolve: Resolver | None = None,
) -> str:
    """Return ``text``, which starts at ``line`` of ``path``, as limited rich text."""
    _refuse(text, path, line, faults)

    def address(found: re.Match[str]) -> str:
        url = resolve(found[1]) if resolve else None
        if url is None:
            at = line + text[: found.start()].count("\n")
            faults.add(path, at, f"“{found[1]}” leads nowhere.")
        return f"]({url or '#'})"  # links to # are removed below

    html = _MARKDOWN.render(_LINK.sub(address, text))
    html = _UNLINKED.sub(r"\1", html)
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
    html = html.replace("<em>", "<i>").replace("</em>", "</i>")
    return nh3.clean(
        html.replace("\n", " "),
        tags=TAGS,
        attributes={"a": {"href"}},
        link_rel=None,
        url_schemes=set(),
    ).strip()


def join_lines(text: str) -> str:
    """Return text as one line: paragraphs in a file are wrapped for reading."""
    return " ".join(text.split())


def _refuse(text: str, path: Path, line: int, faults: FaultCollector) -> None:
    for number, row in enumerate(text.split("\n")):
        if _RAW_HTML.search(row):
            faults.add(path, line + number, "No raw HTML is allowed in a text.")
        if "![" in row:
            faults.add(path, line + number, "No images are allowed in a text.")
        if _DEEP.match(row):
            faults.add(
                path, line + number, "Only ### is allowed as a heading in a text."
            )
        for found in re.finditer(r"\]\(([^)]*)\)", row):
            if not found[1].startswith(("clause:", "lesson:")):
                reason = "A link leads to clause:… or lesson:… and nowhere else."
                faults.add(path, line + number, reason)
