"""Shares and results as readers of each language write them."""

from decimal import Decimal

import pytest
from django.utils import translation

from elearning.interface.templatetags.interface import percent, score


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "85%"), ("ru", "85\N{NO-BREAK SPACE}%"), ("en", "85%")],
)
def test_share_is_written_as_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert (percent(0.85), score(0.85)) == (words, words)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Decimal("0.7999"), "79%"),
        (Decimal("0.9375"), "93%"),
        (0.57, "57%"),
        (1, "100%"),
        (0, "0%"),
    ],
)
def test_result_of_a_person_is_rounded_down(result, words):
    assert score(result) == words
