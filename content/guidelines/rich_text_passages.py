"""Rich text as plain data: paragraphs and list items as runs of words."""

from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from typing import Any

_KINDS = {"ul": "item", "ol": "numbered"}


@dataclass
class TextRun:
    """Words with the same formatting; ``href`` is the target of a link, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass
class TextPassage:
    """A paragraph (``text``) or a list item (``item``, ``numbered``)."""

    kind: str = "text"
    runs: list[TextRun] = field(default_factory=list)


def parse_passages(html: str, base: str) -> list[dict[str, Any]]:
    """Return the passages of safe ``html``; links within the site are prefixed with ``base``."""
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return [
        asdict(one) for one in reader.found if any(r.text.strip() for r in one.runs)
    ]


class _Reader(HTMLParser):
    """Reads the markup available to editors: paragraphs, lists, bold, italic, links."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.found: list[TextPassage] = []
        self.lists: list[str] = []
        self.looks = {"bold": 0, "italic": 0}
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _KINDS:
            self.lists.append(_KINDS[tag])
        elif tag in ("p", "li", "h2", "h3", "h4", "br"):
            kind = self.lists[-1] if tag == "li" and self.lists else "text"
            self.found.append(TextPassage(kind))
        elif look := _look(tag):
            self.looks[look] += 1
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self.href = self.base + href if href.startswith("/") else href

    def handle_endtag(self, tag: str) -> None:
        if tag in _KINDS and self.lists:
            self.lists.pop()
        elif look := _look(tag):
            self.looks[look] = max(0, self.looks[look] - 1)
        elif tag == "a":
            self.href = ""

    def handle_data(self, data: str) -> None:
        if not self.found:
            self.found.append(TextPassage())
        run = TextRun(
            data, bool(self.looks["bold"]), bool(self.looks["italic"]), self.href
        )
        self.found[-1].runs.append(run)


def _look(tag: str) -> str:
    return {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}.get(tag, "")
