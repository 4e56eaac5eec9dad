"""Lists from a folder are taken whole and once, and applied alone only where harmless."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.staff.importing import (
    staff_list_files,
    staff_list_folder,
    staff_list_jobs,
)
from elearning.staff.importing.models import StaffList
from elearning.staff.models import StaffMember
from tests.factories.staff import AppointmentFactory
from tests.factories.staff_lists import bring, csv_list, put_through, row

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def folder(settings, tmp_path):
    settings.STAFF_LISTS_FOLDER = str(tmp_path)
    staff_list_folder.forget_seen_files()
    return tmp_path


def leave(folder, name, text, minutes=5):
    path = folder / name
    path.write_text(text)
    moment = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    os.utime(path, (moment, moment))
    return path


def tick():
    at = timezone.now()
    taken = staff_list_folder.collect_new_files(at)
    staff_list_jobs.compare_waiting_lists(at)
    staff_list_folder.confirm_safe_lists(at)
    staff_list_jobs.apply_confirmed_lists(at)
    return taken


def states():
    return list(StaffList.objects.order_by("pk").values_list("name", "state"))


def test_without_a_folder_nothing_happens(service):
    assert staff_list_folder.collect_new_files(timezone.now()) == 0


def test_new_file_is_compared_and_waits_for_a_person(service, folder):
    leave(folder, "a.csv", csv_list(row("1", "east", "guard")))
    leave(folder, "b.csv", csv_list(row("1", "east", "guard")))
    leave(folder, "c.csv", csv_list(row("2", "east", "guard")), minutes=0)
    leave(folder, "~d.csv", csv_list(row("3", "east", "guard")))
    (folder / "e.csv").symlink_to(folder / "a.csv")

    assert tick() == 1
    assert tick() == 0
    assert states() == [("a.csv", "compared")]
    assert not StaffMember.objects.exists()


def test_harmless_list_is_applied_where_the_settings_allow(service, folder, settings):
    settings.STAFF_LISTS_APPLY = True
    leave(folder, "a.csv", csv_list(row("1", "east", "guard")))
    leave(
        folder,
        "b.csv",
        csv_list(row("2", "nowhere", "guard"), row("3", "east", "guard")),
    )

    tick()

    assert states() == [("a.csv", "applied"), ("b.csv", "compared")]
    assert [one.staff_number for one in StaffMember.objects.all()] == ["1"]


def test_mass_departure_waits_for_a_person(service, folder, settings):
    settings.STAFF_LISTS_APPLY = settings.STAFF_LISTS_COMPLETE = True
    AppointmentFactory.create_batch(3, establishment=service.east, post=service.guard)
    leave(folder, "a.csv", csv_list(row("1", "east", "guard")))

    tick()

    assert states() == [("a.csv", "compared")]


def test_list_that_changes_nothing_is_done(service, folder):
    put_through(bring(csv_list(row("1", "east", "guard"))))
    leave(folder, "a.csv", csv_list(row("1", "east", "guard")) + "\r\n")

    tick()

    assert states()[-1] == ("a.csv", "applied")


def test_file_that_is_no_list_is_kept_as_refused(service, folder):
    leave(folder, "a.csv", "no list at all")

    assert tick() == 1
    refused = StaffList.objects.get()
    assert (refused.state, refused.trouble["code"]) == ("failed", "no_header")
    assert refused.troubled


def test_files_are_removed_after_a_month_and_logs_of_what_was_applied_stay(service):
    applied = put_through(bring(csv_list(row("1", "east", "guard"))))
    refused = bring(csv_list(row("2", "east", "guard")))
    StaffList.objects.filter(pk=refused.pk).update(
        state="cancelled", finished_at=applied.finished_at
    )

    assert (
        staff_list_files.remove_old_list_files(timezone.now() + timedelta(days=29)) == 0
    )
    assert (
        staff_list_files.remove_old_list_files(timezone.now() + timedelta(days=31)) == 2
    )
    assert applied.findings.count() == 1
    assert refused.findings.count() == 0
    with pytest.raises(staff_list_files.StaffListError):
        list(staff_list_files.read_list_rows(applied))
