"""Numbers are written as readers of the language write them."""

import pytest
from django.utils.translation import override

from elearning.interface import number_formats


@pytest.mark.parametrize(
    ("language", "decimal", "share"),
    [("kk", "−0,57", "−68%"), ("ru", "−0,57", "−68\xa0%"), ("en", "−0.57", "−68%")],
)
def test_minus_is_no_hyphen(language, decimal, share):
    with override(language):
        assert (
            number_formats.format_decimal(-0.566),
            number_formats.format_percent(-0.68),
        ) == (decimal, share)
