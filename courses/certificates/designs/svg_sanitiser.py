"""SVG sanitiser that redraws shapes, colours and gradients only.

Scripts, links, texts and stylesheets never reach a certificate or a page. Metadata of
drawing programs is silently dropped.
"""

import re
from typing import Any
from xml.sax.saxutils import quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from courses.certificates.errors import DesignError

#: The maximum number of shapes, and their maximum nesting depth.
MOST, DEEPEST = 3000, 24
#: The maximum ratio of the sides.
SLIMMEST = 3

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_GROUPS = {"g", "defs", "clipPath", "linearGradient", "radialGradient", "stop"}
_NOTES = {"title", "desc", "metadata"}
_GEOMETRY = {
    *("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
    *("fx", "fy", "width", "height", "transform", "gradientTransform", "offset", "id"),
    *("gradientUnits", "spreadMethod", "clipPathUnits"),
}
_LOOKS = {
    *("fill", "fill-rule", "fill-opacity", "clip-path", "clip-rule", "opacity"),
    *("stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-opacity"),
    *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
    *("stop-color", "stop-opacity", "color", "display", "visibility"),
}
_VALUE = re.compile(r"[\w\s.,()#+%:-]*")
_INSIDE = re.compile(r"""url\(\s*["']?#([\w.-]+)["']?\s*\)""")
_VIEW_BOX = re.compile(r"\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px|mm|cm|pt|in)?\s*")


def sanitise_svg(source: str) -> str:
    """Return the drawing ``source`` redrawn from allowed content.

    Raises ``DesignError``, with a sentence on what to do, for anything but SVG and for
    forbidden content.
    """
    try:
        root = fromstring(source)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise DesignError(_("The emblem is neither an SVG nor a PNG.")) from error
    if root.tag != f"{{{_SVG}}}svg":
        raise DesignError(_("The emblem is neither an SVG nor a PNG."))
    if sum(1 for _node in root.iter()) > MOST:
        raise DesignError(
            _("The emblem has too many shapes. Simplify it, or save it as a PNG.")
        )
    broad, high = _size(root)
    looks = _attributes(root, _LOOKS)
    inside = "".join(_redrawn(node, 1) for node in root)
    return (
        f'<svg xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" width="{broad:g}" '
        f'height="{high:g}" viewBox="{_box(root, broad, high)}"{looks}>{inside}</svg>'
    )


def check_proportions(broad: float, high: float) -> None:
    """Raise ``DesignError`` if one side is much longer than the other."""
    if not 1 / SLIMMEST <= broad / high <= SLIMMEST:
        raise DesignError(
            _("One side of the emblem is more than three times as long as the other.")
        )


def _redrawn(node: Any, depth: int) -> str:
    if depth > DEEPEST:
        raise DesignError(
            _("The emblem has too many shapes. Simplify it, or save it as a PNG.")
        )
    space, _brace, name = str(node.tag).rpartition("}")
    if space.lstrip("{") != _SVG or name in _NOTES:
        return ""  # metadata of drawing programs
    if name not in _SHAPES | _GROUPS:
        raise DesignError(_refused(name))
    inside = "".join(_redrawn(child, depth + 1) for child in node)
    attributes = _attributes(node, _GEOMETRY | _LOOKS) + _gradient_before(node, name)
    return f"<{name}{attributes}>{inside}</{name}>"


def _refused(name: str) -> str:
    match name:
        case "text" | "tspan":
            return _("The emblem has letters in it. Turn them into paths first.")
        case "style":
            return _(
                "The colours of the emblem are in a style sheet. Export it with "
                "presentation attributes, or as a PNG."
            )
        case "image":
            return _(
                "The emblem has a picture in it. Use the picture itself, as a PNG."
            )
        case _:
            return _(
                "“%(name)s” is not allowed in an emblem. Export it as a plain "
                "SVG, or as a PNG."
            ) % {"name": name[:40]}


def _attributes(node: Any, known: set[str]) -> str:
    """Return the attributes of ``node`` that are ``known``, including those of its style."""
    said = {name: value for name, value in node.attrib.items() if name != "style"}
    for line in node.get("style", "").split(";"):
        name, colon, value = line.partition(":")
        if colon and name.strip() in _LOOKS:
            said[name.strip()] = value
    for name in said:
        if name.lower().startswith("on"):
            raise DesignError(_refused(name))
    kept = {name: _checked(value) for name, value in said.items() if name in known}
    return "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())


def _checked(value: str) -> str:
    """Return ``value``, in which URLs may only refer to parts of the drawing."""
    plain = _INSIDE.sub(r"", value)
    if not _VALUE.fullmatch(plain) or "url" in plain.lower():
        raise DesignError(
            _(
                "The emblem links to something outside the file. Export it as a "
                "plain SVG, or as a PNG."
            )
        )
    return _INSIDE.sub(r"url(#\1)", value).strip()


def _gradient_before(node: Any, name: str) -> str:
    """Return the reference of a gradient to the one it inherits colours from."""
    if not name.endswith("Gradient"):
        return ""
    for link in ("href", "{http://www.w3.org/1999/xlink}href"):
        if link in node.attrib:
            inside = _checked(f"url({node.attrib[link].strip()})")
            return f' xlink:href="{inside.removeprefix("url(").removesuffix(")")}"'
    return ""


def _size(root: Any) -> tuple[float, float]:
    box = _VIEW_BOX.fullmatch(root.get("viewBox", ""))
    sides = box.groups() if box else (root.get("width", ""), root.get("height", ""))
    lengths = [_LENGTH.fullmatch(side) for side in sides]
    broad, high = (float(one[1]) if one else 0.0 for one in lengths)
    if not broad or not high:
        raise DesignError(
            _("The emblem does not say how large it is: it needs a viewBox.")
        )
    check_proportions(broad, high)
    return broad, high


def _box(root: Any, broad: float, high: float) -> str:
    written = root.get("viewBox", "")
    return (
        written.strip() if _VIEW_BOX.fullmatch(written) else f"0 0 {broad:g} {high:g}"
    )
