"""What the environment says is refused where it cannot be meant."""

import pytest
from environs import ValidationError

from elearning.settings.environment import country


@pytest.mark.parametrize("name", ["", "Kazakhstan", "kz", "XX"])
def test_country_whose_holidays_nobody_knows_is_refused(name):
    with pytest.raises(ValidationError, match="is no country"):
        country(name)


def test_country_is_named_by_its_two_letters():
    country("KZ")
