"""The picture of a question, and its regions in thousandths of its width and height.

A rectangle is ``[x, y, width, height]``, a circle ``[x, y, radius]`` with the radius in
thousandths of the width, a polygon ``[x, y, x, y, …]``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from courses.assessment.kinds.question_form import get_served_name
from courses.assessment.kinds.question_type import Text

WHOLE = 1000
#: The smallest target of WCAG 2.2 (2.5.8) on a 360 px phone with text 328 px wide.
SMALLEST = 24 * WHOLE / 328
_CORNERS = 3


class BoundingBox(NamedTuple):
    """The smallest upright rectangle around a region."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "BoundingBox") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def build_bounding_box(region: Mapping[str, Any], ratio: float) -> BoundingBox:
    """Return the box around ``region`` of a picture ``ratio`` as high as it is wide."""
    return _BOXES[region["shape"]](region["points"], ratio)


def find_region_fault(region: Mapping[str, Any], ratio: float) -> str | None:
    """Return why ``region`` is invalid or too small for a finger, or ``None``."""
    points = region["points"]
    if not _is_whole(region["shape"], points):
        return _(
            "A region is missing numbers: four for a rectangle, three for a "
            "circle, two for each corner of a polygon."
        )
    box = build_bounding_box(region, ratio)
    if (
        min(box.x, box.y) < 0
        or box.x + box.width > WHOLE
        or box.y + box.height > WHOLE + 1
    ):
        return _("A region goes beyond the edge of the picture. Move it inside.")
    if min(box.width, box.height * ratio) < SMALLEST:
        return _(
            "A region is too small for a finger on a phone. Make it larger: "
            "at least %(number)s thousandths of the picture's width in both "
            "directions."
        ) % {"number": int(SMALLEST) + 1}
    return None


def has_overlapping_regions(regions: Sequence[Mapping[str, Any]], ratio: float) -> bool:
    """Return whether two regions overlap; polygons are allowed to."""
    upright = [one for one in regions if one["shape"] != "polygon"]
    boxes = [build_bounding_box(one, ratio) for one in upright]
    return any(one.meets(other) for one, other in combinations(boxes, 2))


@dataclass(frozen=True)
class HotspotRegion:
    """A region: its number, its shape, and the box that reacts to a pointer.

    Numbers are formatted for SVG, whatever the language of the page: ``drawn`` holds
    the attributes of the shape, ``box`` x, y, width and height in per cent.
    """

    number: int
    id: str
    element: str
    drawn: Mapping[str, str]
    box: tuple[str, str, str, str]


@dataclass(frozen=True)
class HotspotPicture:
    """A picture and its regions; ``height`` is relative to a width of 1000."""

    url: str
    alt: str
    size: tuple[int, int]
    view: str
    spots: tuple[HotspotRegion, ...]


def build_hotspot_picture(text: Text, order: Sequence[str]) -> HotspotPicture:
    """Return the picture of a question, its regions numbered as in ``order``."""
    kept = text["picture"]
    ratio = kept["height"] / kept["width"]
    regions = {one["id"]: one for one in text["choices"]}
    spots = [
        _spot(number, regions[name], ratio)
        for number, name in enumerate(order, start=1)
    ]
    return HotspotPicture(
        default_storage.url(kept["file"]),
        kept["alt"],
        (kept["width"], kept["height"]),
        f"0 0 {WHOLE} {_number(WHOLE * ratio)}",
        tuple(spots),
    )


def _is_whole(shape: str, points: Sequence[float]) -> bool:
    if shape == "polygon":
        return len(points) >= 2 * _CORNERS and not len(points) % 2
    return len(points) == {"rectangle": 4, "circle": 3}.get(shape)


def _rectangle(points: Sequence[float], ratio: float) -> BoundingBox:
    return BoundingBox(*points)


def _circle(points: Sequence[float], ratio: float) -> BoundingBox:
    x, y, radius = points
    high = radius / ratio
    return BoundingBox(x - radius, y - high, 2 * radius, 2 * high)


def _polygon(points: Sequence[float], ratio: float) -> BoundingBox:
    across, down = points[::2], points[1::2]
    return BoundingBox(
        min(across), min(down), max(across) - min(across), max(down) - min(down)
    )


_BOXES: dict[str, Callable[[Sequence[float], float], BoundingBox]] = {
    "rectangle": _rectangle,
    "circle": _circle,
    "polygon": _polygon,
}


SHAPES = tuple(_BOXES)


def _spot(number: int, region: Mapping[str, Any], ratio: float) -> HotspotRegion:
    box = build_bounding_box(region, ratio)
    percent = [f"{_number(part / 10)}%" for part in box]
    x, y, width, height = percent
    shape, points = region["shape"], region["points"]
    element = "rect" if shape == "rectangle" else shape
    drawn = _drawn(shape, points, ratio)
    return HotspotRegion(
        number, get_served_name(region), element, drawn, (x, y, width, height)
    )


def _drawn(shape: str, points: Sequence[float], ratio: float) -> dict[str, str]:
    """Return the attributes of a shape on a picture 1000 wide."""
    if shape == "circle":
        x, y, radius = points
        values = {"cx": x, "cy": y * ratio, "r": radius}
    elif shape == "rectangle":
        x, y, width, height = points
        values = {"x": x, "y": y * ratio, "width": width, "height": height * ratio}
    else:
        corners = zip(points[::2], points[1::2], strict=True)
        return {
            "points": " ".join(f"{_number(x)},{_number(y * ratio)}" for x, y in corners)
        }
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
