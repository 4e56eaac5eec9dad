"""Caches in tables: limits are thrown out by nothing, and go when they have expired."""

from datetime import timedelta

import pytest
from allauth.core import ratelimit
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from elearning.settings import base
from elearning.worker.cache_tables import delete_expired_cache_entries

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture(autouse=True)
def _tables(settings):
    """Caches are as an installation has them that names no Redis."""
    settings.CACHES = base.CACHES
    call_command("createcachetable")


def test_expired_entries_are_deleted_and_others_stay():
    caches["default"].set("short", 1, 60)
    caches["default"].set("long", 2, 600)
    caches["files"].set("file", 3, 60)

    assert delete_expired_cache_entries(timezone.now() + timedelta(seconds=90)) == 2
    assert caches["default"].get("long") == 2


def test_limit_of_attempts_outlives_many_files_and_many_other_limits(rf):
    request = rf.post("/", REMOTE_ADDR="203.0.113.7")
    for _time in range(31):
        ratelimit.consume(request, action="login_failed_account", key="1")

    for number in range(400):
        caches["default"].set(f"zzz{number}", number, 300)
        caches["files"].set(f"file{number}", number, 300)

    assert not ratelimit.consume(request, action="login_failed_account", key="1")
