"""A file of the folder is taken once, however many workers look into it."""

import os
from threading import Barrier

import pytest
from django.utils import timezone

from elearning.staff.importing import staff_list_folder, staff_list_upload
from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_upload import create_staff_list
from tests.factories.staff_lists import DAY, csv_list, row
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = csv_list(row("1", "east", "guard"))


@pytest.fixture
def together(monkeypatch):
    """Have two who take a list both look whether it is there before either goes on."""
    barrier = Barrier(2)
    plain = staff_list_upload.read_table_rows

    def read(content):
        found = plain(content)
        barrier.wait(20)
        return found

    monkeypatch.setattr(staff_list_upload, "read_table_rows", read)


@pytest.mark.parametrize("text", [CONTENT, "no list at all"])
def test_no_file_is_taken_by_two_workers(settings, tmp_path, together, text):
    settings.STAFF_LISTS_FOLDER = str(tmp_path)
    path = tmp_path / "a.csv"
    path.write_text(text)
    moment = timezone.now().timestamp() - 300
    os.utime(path, (moment, moment))

    def look(_number):
        return staff_list_folder._take(path, path.read_bytes())

    assert sorted(race(look, 2)) == [False, True]
    assert StaffList.objects.count() == 1


def test_list_that_is_sent_twice_at_once_is_taken_once(together):
    def send(_number):
        facts = {"establishment": None, "is_complete": False, "by": None}
        try:
            return bool(create_staff_list(CONTENT.encode(), "a.csv", on=DAY, **facts))
        except StaffListError as error:
            return error.code

    assert sorted(race(send, 2), key=str) == [True, "same_file"]
    assert StaffList.objects.count() == 1
