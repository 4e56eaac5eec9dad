"""Diagrams: an SVG without words, and words inserted in each language.

A drawing is rebuilt from the elements and attributes listed here, so nothing else in a
file ever reaches a page: no script, no style, no URL.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

#: The width of every drawing, in its own units; the height varies.
WIDTH = 640
TALLEST = 1600
#: The maximum size, in bytes.
HEAVIEST = 6 * 1024
#: The minimum font size: 12 pixels when the drawing is as wide as a phone’s text.
SMALLEST = 24
LINES = 2
_LEADING = 1.2

SHAPES = ("g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
#: Allowed classes; colours follow the page: light, dark or print.
CLASSES = ("line", "thin", "dashed", "box", "soft", "accent", "gold", "danger", "fill")
LETTERS = ("strong", "quiet", "on-accent")
_NUMBERS = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry")
_ATTRIBUTES = {*_NUMBERS, "width", "height", "d", "points", "transform", "class"}
_OF_TEXT = {
    *("x", "y", "class", "transform", "font-size", "text-anchor"),
    *("data-text", "data-width", "data-lines"),
}
_VALUE = re.compile(r"[A-Za-z0-9\s.,()+-]*")
_BOX = re.compile(r"0 0 640 (\d{1,4})")
_ANCHORS = ("start", "middle", "end")
_SIGNS = re.compile(r"[\d\s?!+−–=→←↑↓✓×.,%/-]*")
_NARROW = frozenset("iljtfrIJіїІЇ.,:;'!|()[]·- «»“”„’")
_BROAD = frozenset("mwMW@%—жшщюфмыЖШЩЮФМЫ")


class DrawingError(Exception):
    """A problem with a drawing or its words; the message says what to do."""


def render_drawing(source: str, words: Mapping[str, str], alt: str) -> SafeString:
    """Return a drawing with ``words`` inserted by name; empty if it is not allowed.

    ``alt`` is the text alternative. Lines of words are separated by line breaks.
    """
    try:
        root = parse_drawing(source)
    except DrawingError:
        return SafeString("")
    inside = "".join(_html(node, words) for node in root)
    return format_html(
        '<svg viewBox="{}" role="img" aria-label="{}" focusable="false">{}</svg>',
        root.get("viewBox"),
        alt,
        mark_safe(inside),  # noqa: S308 — made of what is listed above, escaped
    )


def parse_drawing(source: str) -> Any:
    """Return the root of a drawing; raises ``DrawingError`` for disallowed content."""
    if len(source.encode()) > HEAVIEST:
        raise DrawingError(
            _("The drawing is larger than %(most)s KB. Use fewer points.")
            % {"most": HEAVIEST // 1024}
        )
    try:
        root = fromstring(source)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise DrawingError(_("This is not an SVG: it cannot be read.")) from error
    found = _BOX.fullmatch(root.get("viewBox") or "")
    if _local(root.tag) != "svg" or not found or not 0 < int(found[1]) <= TALLEST:
        raise DrawingError(
            _("A drawing must have the viewBox “0 0 640 N”, with N at most %(most)s.")
            % {"most": TALLEST}
        )
    for node in root:
        _check(node)
    return root


def list_word_names(source: str) -> list[str]:
    """Return the names of the text placeholders in a drawing, in order."""
    return [node.get("data-text", "") for node in _texts(parse_drawing(source))]


def iter_drawing_faults(source: str, words: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each text that is missing or does not fit."""
    root = parse_drawing(source)
    texts = {node.get("data-text"): node for node in _texts(root)}
    for name in sorted(texts.keys() - words.keys()):
        yield _(
            "The drawing has a place for “%(name)s”, but there are no words for it."
        ) % {"name": name}
    for name in sorted(words.keys() - texts.keys()):
        yield _("The drawing has no place for “%(name)s”.") % {"name": name}
    for name in sorted(words.keys() & texts.keys()):
        node, lines = texts[name], words[name].split("\n")
        room = _number(node, "data-width")
        most = int(_number(node, "data-lines", LINES))
        if len(lines) > most:
            yield _("“%(name)s” has more than %(most)s lines.") % {
                "name": name,
                "most": most,
            }
        for line in lines:
            width = measure_text_width(
                line, _number(node, "font-size"), node.get("class", "")
            )
            if width > room:
                yield _(
                    "“%(line)s” (%(name)s) is about %(width)s wide, but there is "
                    "room for only %(room)s. Break it into lines or shorten it."
                ) % {
                    "line": line,
                    "name": name,
                    "width": round(width),
                    "room": round(room),
                }


def measure_text_width(line: str, size: float, letters: str = "") -> float:
    """Return the approximate width of a line in the broadest common font (DejaVu Sans)."""
    broader = 1.14 if "strong" in letters.split() else 1
    return sum(map(_width, line)) * size * broader


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD:
        return 0.95
    return 0.77 if letter.isupper() else 0.635


def _check(node: Any) -> None:
    name = _local(node.tag)
    if name == "text":
        _check_text(node)
        return
    if name not in SHAPES:
        raise DrawingError(
            _("“%(name)s” is not allowed in a drawing. Allowed: %(known)s.")
            % {"name": name, "known": ", ".join((*SHAPES, "text"))}
        )
    _check_attributes(node, _ATTRIBUTES, CLASSES)
    if (node.text or "").strip():
        raise DrawingError(_("Words are only allowed inside “text”."))
    for child in node:
        _check(child)


def _check_text(node: Any) -> None:
    _check_attributes(node, _OF_TEXT, LETTERS)
    if len(node):
        raise DrawingError(_("A “text” may contain only words or symbols."))
    named = node.get("data-text")
    if not named and not _SIGNS.fullmatch(node.text or ""):
        raise DrawingError(
            _(
                "The words of a drawing go beside it, in each language. Refer to "
                "them with data-text."
            )
        )
    if node.get("text-anchor", "start") not in _ANCHORS:
        raise DrawingError(_("“text-anchor” must be start, middle or end."))
    if _number(node, "font-size") < SMALLEST:
        raise DrawingError(
            _(
                "Letters must be at least %(size)s high (font-size) to be "
                "readable on a phone."
            )
            % {"size": SMALLEST}
        )
    if named and not 0 < _number(node, "data-width", 0) <= WIDTH:
        raise DrawingError(
            _("“%(name)s” needs a width: data-width, at most 640.") % {"name": named}
        )
    _number(node, "x")
    _number(node, "y")


def _check_attributes(node: Any, known: set[str], classes: tuple[str, ...]) -> None:
    for name, value in node.attrib.items():
        if name not in known:
            raise DrawingError(
                _("“%(name)s” cannot be used in a drawing.") % {"name": _local(name)}
            )
        if name != "data-text" and not _VALUE.fullmatch(value):
            raise DrawingError(
                _("“%(name)s” has a value that is not allowed in a drawing.")
                % {"name": name}
            )
    if strange := set(node.get("class", "").split()) - set(classes):
        raise DrawingError(
            _("There is no class “%(name)s”. Known: %(known)s.")
            % {"name": min(strange), "known": ", ".join(classes)}
        )


def _number(node: Any, name: str, default: float | None = None) -> float:
    try:
        return float(node.get(name, default))
    except (TypeError, ValueError) as error:
        raise DrawingError(
            _("“%(name)s” must be a number.") % {"name": name}
        ) from error


def _texts(root: Any) -> Iterator[Any]:
    for node in root.iter():
        if _local(node.tag) == "text" and node.get("data-text"):
            yield node


def _html(node: Any, words: Mapping[str, str]) -> str:
    name = _local(node.tag)
    if name == "text":
        return _text(node, words)
    inside = "".join(_html(child, words) for child in node)
    return f"<{name}{_attributes(node, _ATTRIBUTES)}>{inside}</{name}>"


def _text(node: Any, words: Mapping[str, str]) -> str:
    named = node.get("data-text")
    lines = words.get(named, "").split("\n") if named else [node.text or ""]
    size, x, y = (_number(node, name) for name in ("font-size", "x", "y"))
    top = y - (len(lines) - 1) * size * _LEADING / 2 + size * 0.35
    spans = "".join(
        f'<tspan x="{x:g}" y="{top + number * size * _LEADING:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    kept = _attributes(
        node, _OF_TEXT - {"x", "y", "data-text", "data-width", "data-lines"}
    )
    return f"<text{kept}>{spans}</text>"


def _attributes(node: Any, known: set[str]) -> str:
    """Return the attributes as written; classes get a prefix that no page uses."""
    said = []
    for name, value in node.attrib.items():
        if name in known:
            shown = (
                " ".join(f"d-{one}" for one in value.split())
                if name == "class"
                else value
            )
            said.append(f' {name}="{escape(shown)}"')
    return "".join(said)


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]
