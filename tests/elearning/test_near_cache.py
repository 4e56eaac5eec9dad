"""Entries of Wagtail are asked once for a list; counters each time."""

import pytest
from django.core.management import call_command

from elearning.near_cache import NearCache


@pytest.fixture
def cache(db):
    call_command("createcachetable", "cache")  # tests have none
    made = NearCache("cache", {})
    made.clear()
    yield made
    made.clear()  # what it held at hand is the class's


def test_entry_of_wagtail_is_asked_once(cache, django_assert_num_queries):
    cache.set("wagtail_site_root_paths", ["kk"], 60, version=4)

    with django_assert_num_queries(1):
        read = [cache.get("wagtail_site_root_paths", version=4) for _row in range(50)]

    assert read == [["kk"]] * 50


def test_other_entries_are_asked_each_time(cache, django_assert_num_queries):
    cache.set("attempts", 3)

    with django_assert_num_queries(2):
        assert cache.get("attempts") == cache.get("attempts") == 3


def test_what_is_written_or_removed_here_is_seen_at_once(cache):
    name = "wagtail_locales_display_name"
    for names in ({1: "Қазақша"}, {1: "Русский"}):
        cache.set(name, names)
        assert cache.get(name) == names
    cache.delete(name)
    assert cache.get(name, "none") == "none"


def test_an_entry_that_is_not_there_is_asked_again(cache):
    assert cache.get("wagtail_site_root_paths", version=4) is None
    NearCache("cache", {}).set("wagtail_site_root_paths", ["kk"], version=4)

    assert cache.get("wagtail_site_root_paths", version=4) == ["kk"]
    assert cache.get("wagtail_site_root_paths", version=3) is None
