"""Bytes are told in kilobytes and in seconds over a slow line."""

import pytest

from courses.page_weight import PageWeight, estimate_download_seconds


@pytest.mark.parametrize(
    ("size", "rate", "expected"),
    [(0, 128, 2), (16_000, 128, 3), (60 * 1024, 400, 3), (60 * 1024, 128, 6)],
)
def test_seconds_are_those_of_the_line_and_of_its_answer(size, rate, expected):
    assert estimate_download_seconds(size, rate) == expected


@pytest.mark.parametrize(
    ("size", "kilobytes", "over"),
    [(0, 0, 0), (1, 1, 0), (60 * 1024, 60, 0), (60 * 1024 + 1, 61, 1)],
)
def test_weight_says_by_how_much_a_page_is_too_heavy(size, kilobytes, over):
    weight = PageWeight(size, 60)

    assert (weight.kilobytes, weight.kilobytes_over) == (kilobytes, over)
    assert weight.is_over == bool(over)
