"""Regions of a picture: which can be hit by a finger, and which make no question."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.kinds import (
    KINDS,
    AnswerKeyError,
    build_part_structure,
)
from courses.assessment.kinds.hotspot.hotspot_picture import (
    SMALLEST,
    BoundingBox,
    build_bounding_box,
    build_hotspot_picture,
    find_region_fault,
)
from tests.factories.kinds import QUESTIONS

BODY, KEY = QUESTIONS["hotspot"]


def region(shape, *points):
    return {"id": "a", "text": "Қақпа", "shape": shape, "points": list(points)}


BAD = [
    ("rectangle", [100, 100, 200]),
    ("rectangle", [900, 100, 200, 200]),
    ("rectangle", [100, 900, 200, 200]),
    ("rectangle", [100, 100, 73, 200]),
    ("rectangle", [100, 100, 200, 90]),
    ("rectangle", []),
    ("circle", [100, 100]),
    ("circle", [50, 500, 100]),
    ("circle", [500, 500, 36]),
    ("polygon", [100, 100, 300, 100]),
    ("polygon", [100, 100, 300, 100, 300]),
    ("polygon", [100, 100, 300, 100, 300, 1100]),
    ("star", [100, 100, 300, 100]),
]


@pytest.mark.parametrize(("shape", "points"), BAD)
def test_region_that_is_none_or_too_small_is_refused(shape, points):
    assert find_region_fault(region(shape, *points), 0.75)


@pytest.mark.parametrize(
    ("shape", "points", "box"),
    [
        ("rectangle", [100, 100, 200, 100], BoundingBox(100, 100, 200, 100)),
        ("circle", [500, 500, 75], BoundingBox(425, 400, 150, 200)),
        ("polygon", [100, 100, 300, 100, 200, 400], BoundingBox(100, 100, 200, 300)),
    ],
)
def test_box_is_the_smallest_around_a_region(shape, points, box):
    one = region(shape, *points)

    assert build_bounding_box(one, 0.75) == box
    assert find_region_fault(one, 0.75) is None


numbers = st.lists(st.integers(0, 1200), max_size=9)


@given(st.sampled_from(["rectangle", "circle", "polygon"]), numbers, st.floats(0.2, 4))
def test_region_without_fault_is_inside_and_large_enough(shape, points, ratio):
    one = region(shape, *points)
    if find_region_fault(one, ratio):
        return

    box = build_bounding_box(one, ratio)

    assert min(box.width, box.height * ratio) >= SMALLEST
    assert min(box.x, box.y) >= 0
    assert max(box.x + box.width, box.y + box.height) <= 1001


def fault(**changed):
    text = copy.deepcopy(BODY["kk"]) | changed
    with pytest.raises(AnswerKeyError) as refusal:
        KINDS["hotspot"].check(text, KEY)
    return str(refusal.value)


def test_question_without_a_picture_or_its_description_is_refused():
    assert fault(picture=None) == fault(picture=BODY["kk"]["picture"] | {"alt": " "})


def test_regions_that_overlap_are_refused():
    first, second, third = BODY["kk"]["choices"]

    assert fault(choices=[first, second | {"points": [200, 200, 300, 300]}, third])


def test_more_regions_than_the_page_can_mark_are_refused():
    assert fault(choices=[region("circle", 500, 500, 100)] * 13)


def test_several_are_taken_where_the_question_says_so():
    kind = KINDS["hotspot"]
    text = BODY["kk"] | {"several": True}

    assert kind.read(text, {"choice": ["c", "a"]}) == ["a", "c"]
    assert kind.mark({"right": ["a", "c"]}, ["a", "c"]) == 1


def test_regions_at_other_places_are_another_question():

    moved = copy.deepcopy(BODY["ru"])
    moved["choices"][0]["points"][0] += 1

    assert (
        build_part_structure(BODY["kk"])
        == build_part_structure(BODY["ru"])
        != build_part_structure(moved)
    )


def test_picture_is_numbered_in_the_order_of_the_candidate():
    picture = build_hotspot_picture(BODY["kk"], ["c", "a", "b"])

    assert [(one.number, one.id, one.element) for one in picture.spots] == [
        (1, "c", "circle"),
        (2, "a", "rect"),
        (3, "b", "rect"),
    ]
    circle, first, _second = picture.spots
    assert circle.drawn == {"cx": "700", "cy": "525", "r": "100"}
    assert circle.box == ("60%", "56.67%", "20%", "26.67%")
    assert first.drawn == {"x": "100", "y": "75", "width": "200", "height": "225"}
    assert picture.view == "0 0 1000 750"
