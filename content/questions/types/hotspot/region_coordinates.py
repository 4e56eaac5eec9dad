"""Coordinates of regions: thousandths in the bank, pixels and other shape names in QTI."""

import re
from collections.abc import Sequence
from dataclasses import replace

from content.questions.notation.exchange_question import (
    ExchangePicture,
    ExchangeQuestion,
    ExchangeRegion,
)

_WHOLE = 1000
#: QTI’s names of our shapes.
SHAPES = {"rectangle": "rect", "circle": "circle", "polygon": "poly"}
_MARK = re.compile(r"([0-9]{1,2})=([0-9]{1,4}(?: [0-9]{1,4}){2,119})\Z")


def convert_to_pixels(region: ExchangeRegion, picture: ExchangePicture) -> list[int]:
    """Return the coordinates of a region in pixels, as QTI orders them."""
    points = list(region.points)
    if region.shape == "circle":
        return [*_scaled(points[:2], picture), _times(points[2], picture.width)]
    if region.shape == "rectangle":
        x, y, width, height = points
        points = [x, y, x + width, y + height]
    return _scaled(points, picture)


def convert_to_thousandths(
    shape: str, pixels: Sequence[float], size: tuple[float, float]
) -> tuple[int, ...]:
    """Return the points of a region in thousandths; ``size`` is the picture’s in pixels."""
    sides = [size[place % 2] for place in range(len(pixels))]
    if shape == "circle":
        sides[2:] = [size[0]]
    points = [round(at * _WHOLE / side) for at, side in zip(pixels, sides, strict=True)]
    if shape == "rectangle":
        left, top, right, bottom = points
        points = [left, top, right - left, bottom - top]
    return tuple(points)


def build_region_tags(question: ExchangeQuestion) -> list[str]:
    """Return tags with exact coordinates, since whole pixels are less precise."""
    return [
        f"region:{place}={' '.join(map(str, one.points))}"
        for place, one in enumerate(question.regions, start=1)
    ]


def apply_region_tag(question: ExchangeQuestion, mark: str) -> ExchangeQuestion:
    """Return ``question`` with the exact coordinates of a region, unless it was moved."""
    found = _MARK.match(mark)
    if not found or question.picture is None:
        return question
    place, points = int(found[1]) - 1, tuple(map(int, found[2].split()))
    if not 0 <= place < len(question.regions):
        return question
    region = question.regions[place]
    exact = replace(region, points=points)
    if len(points) != len(region.points) or convert_to_pixels(
        exact, question.picture
    ) != convert_to_pixels(region, question.picture):
        return question
    regions = (*question.regions[:place], exact, *question.regions[place + 1 :])
    return replace(question, regions=regions)


def _scaled(points: Sequence[int], picture: ExchangePicture) -> list[int]:
    sides = (picture.width, picture.height)
    return [_times(point, sides[place % 2]) for place, point in enumerate(points)]


def _times(point: int, side: int) -> int:
    return round(point * side / _WHOLE)
