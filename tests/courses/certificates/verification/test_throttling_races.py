"""Files and codes that come at the same moment: counted as if one came after the other."""

import pytest
from django.core.management import call_command

from courses.certificates.verification import verification_limits
from elearning.settings import base
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_vendor]

FEW = {"certificate_file": "3/5m/key", "certificate_miss": "6/5m/key"}


@pytest.fixture(autouse=True)
def _counted_in_the_database(settings):
    settings.CACHES = base.CACHES  # as an installation has them that names no Redis
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | FEW
    call_command("createcachetable")


def test_files_sent_at_once_are_as_many_as_allowed_and_no_more(rf):
    allowed = race(lambda _number: verification_limits.allow_file_upload(rf.post("/")))

    assert sorted(allowed) == [*[False] * 3, *[True] * 3]


def test_codes_guessed_at_once_are_all_counted(rf):
    race(lambda _number: verification_limits.count_unknown_code(rf.get("/")))

    assert not verification_limits.allow_page_view(rf.get("/"))
