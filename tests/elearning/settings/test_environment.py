"""What the environment says is refused where it cannot be meant."""

import pytest
from environs import ValidationError

from elearning.settings.environment import country, days_kept


@pytest.mark.parametrize("name", ["", "Kazakhstan", "kz", "XX"])
def test_country_whose_holidays_nobody_knows_is_refused(name):
    with pytest.raises(ValidationError, match="is no country"):
        country(name)


def test_country_is_named_by_its_two_letters():
    country("KZ")


@pytest.mark.parametrize("number", [0, -1, 181])
def test_courses_stay_on_a_device_for_some_days_and_not_for_ever(number):
    days_kept(1)
    days_kept(180)
    with pytest.raises(ValidationError, match="between 1 and 180 days"):
        days_kept(number)
