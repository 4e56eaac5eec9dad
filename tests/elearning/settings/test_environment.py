"""What the environment says is refused where it cannot be meant."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from environs import ValidationError

from elearning.settings.environment import (
    check_contact_address,
    check_country_code,
    check_days_kept,
    check_proxy_count,
    check_redis_address,
    read_or_generate_key,
)


@pytest.mark.parametrize("name", ["", "Kazakhstan", "kz", "XX"])
def test_country_whose_holidays_nobody_knows_is_refused(name):
    with pytest.raises(ValidationError, match="is no country"):
        check_country_code(name)


def test_country_is_named_by_its_two_letters():
    check_country_code("KZ")


@pytest.mark.parametrize("number", [0, -1, 181])
def test_courses_stay_on_a_device_for_some_days_and_not_for_ever(number):
    check_days_kept(1)
    check_days_kept(180)
    with pytest.raises(ValidationError, match="between 1 and 180 days"):
        check_days_kept(number)


@pytest.mark.parametrize("number", [-1, 10, 8080])
def test_proxies_are_counted_and_not_named(number):
    check_proxy_count(0)
    check_proxy_count(9)
    with pytest.raises(ValidationError, match="between 0 and 9 proxies"):
        check_proxy_count(number)


@pytest.mark.parametrize("address", ["http://cache", "127.0.0.1:6379", "redis://"])
def test_redis_has_an_address_that_its_client_reads(address):
    for good in ("", "redis://127.0.0.1:6379/0", "rediss://cache", "unix:///run/redis"):
        check_redis_address(good)
    with pytest.raises(ValidationError, match="no address such as redis://"):
        check_redis_address(address)


@pytest.mark.parametrize("address", ["security@example.kz", "http://example.kz", "-"])
def test_contact_is_an_address_that_a_program_can_follow(address):
    for good in ("", "mailto:security@example.kz", "https://example.kz/security"):
        check_contact_address(good)
    with pytest.raises(ValidationError, match="neither mailto: nor https://"):
        check_contact_address(address)


def test_key_is_made_once_for_all_who_start_at_the_same_time(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(
            pool.map(lambda _n: read_or_generate_key("SOME_KEY", tmp_path), range(32))
        )

    assert len(made) == 1
    assert len(made.pop()) >= 48
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_key_that_was_lost_stops_the_start_and_is_not_made_anew(tmp_path):
    (tmp_path / "some_key").touch()

    with pytest.raises(ValidationError, match="some_key is empty"):
        read_or_generate_key("SOME_KEY", tmp_path)
    assert (tmp_path / "some_key").read_text() == ""
