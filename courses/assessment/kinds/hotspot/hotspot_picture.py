"""The picture of a question with its regions drawn on it and numbered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from courses.assessment.kinds.hotspot.picture_regions import WHOLE, build_bounding_box
from courses.assessment.kinds.question_form import get_served_name
from courses.assessment.kinds.question_type import Text


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
