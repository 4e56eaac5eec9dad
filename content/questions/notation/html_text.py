"""Conversion of formatted text to the plain text of the bank."""

import re
from html.parser import HTMLParser

_BLOCKS = {
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
}
_SILENT = {"script", "style", "head"}
_MEDIA = {"img", "object", "video", "audio", "iframe", "math", "svg", "table"}
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")


def extract_plain_text(html: str) -> tuple[str, bool]:
    """Return the text of ``html``, and whether anything else was in it."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = "".join(parser.parts).split("\n")
    stripped = [_SPACES.sub(" ", line).strip() for line in lines]
    return re.sub(r"\n{2,}", "\n", "\n".join(stripped)).strip(), parser.has_media


class _Words(HTMLParser):
    """Parser that collects text; block elements become lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.has_media = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has_media = self.has_media or tag in _MEDIA
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_SPACES.sub(" ", data))
