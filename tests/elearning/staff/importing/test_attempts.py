"""A list on which the worker fails again and again is refused and holds up no other."""

import os
from typing import ClassVar

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import timezone, translation

from elearning.audit.models import Entry
from elearning.staff.importing import (
    staff_list_confirmation,
    staff_list_folder,
    staff_list_jobs,
)
from elearning.staff.importing.models import StaffList
from elearning.staff.models import StaffMember
from tests.factories.staff_lists import (
    DAY,
    bring,
    create_staff_list,
    csv_list,
    put_through,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


class TroubledStorage(InMemoryStorage):
    """Fails, or takes the process down, at the files of some lists."""

    troubles: ClassVar[dict[str, BaseException]] = {}
    unwanted: ClassVar[bytes] = b""

    def _open(self, name, mode="rb"):
        if name in self.troubles:
            raise self.troubles[name]
        return super()._open(name, mode)

    def _save(self, name, content):
        if self.unwanted and self.unwanted in content.read():
            raise RuntimeError("no sense in it")
        content.seek(0)
        return super()._save(name, content)


@pytest.fixture
def trouble(settings):
    settings.STORAGES = settings.STORAGES | {
        "staff_lists": {"BACKEND": f"{__name__}.TroubledStorage"}
    }
    yield lambda made, error: TroubledStorage.troubles.update(
        {f"{made.key}.list": error}
    )
    TroubledStorage.troubles.clear()
    TroubledStorage.unwanted = b""


def handed_in(number):
    content = csv_list(row(number, "east", "guard")).encode()
    return create_staff_list(
        content, "list.csv", on=DAY, establishment=None, is_complete=False, by=None
    )


def ticks(count, step):
    return [step(timezone.now()) for _tick in range(count)]


def test_failing_list_is_refused_with_a_reason_and_the_next_one_is_compared(
    service, trouble
):
    bad, good = handed_in("1"), handed_in("2")
    trouble(bad, RuntimeError("no sense in it"))

    assert ticks(
        staff_list_jobs.MOST_ATTEMPTS + 2, staff_list_jobs.compare_waiting_lists
    ) == [1, *[0] * 6]

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.trouble["code"], good.state) == (
        "failed",
        "gave_up",
        "compared",
    )
    with translation.override("ru"):
        assert "5 раз" in bad.troubled
    refused = Entry.objects.get(action="staff.import_refused")
    assert refused.details == {"cause": "gave_up"}


def test_list_that_ends_the_process_is_refused_after_some_restarts(service, trouble):
    bad = handed_in("1")
    trouble(bad, KeyboardInterrupt())

    for _start in range(staff_list_jobs.MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            staff_list_jobs.compare_waiting_lists(timezone.now())
    staff_list_jobs.compare_waiting_lists(timezone.now())

    bad.refresh_from_db()
    assert (bad.state, bad.trouble["code"]) == ("failed", "gave_up")


def test_confirmed_list_that_cannot_be_applied_is_refused_and_leaves_nothing(
    service, trouble
):
    bad, good = (bring(csv_list(row(one, "east", "guard"))) for one in ("1", "2"))
    staff_list_confirmation.confirm_staff_list(bad, by=None)
    trouble(bad, RuntimeError("no sense in it"))

    assert put_through(good).state == "applied"
    ticks(staff_list_jobs.MOST_ATTEMPTS, staff_list_jobs.apply_confirmed_lists)

    bad.refresh_from_db()
    assert (bad.state, bad.trouble["code"]) == ("failed", "gave_up")
    assert [one.staff_number for one in StaffMember.objects.all()] == ["2"]


def test_attempts_begin_anew_with_each_step(service, trouble):
    made = handed_in("1")
    trouble(made, RuntimeError("for a while"))
    ticks(staff_list_jobs.MOST_ATTEMPTS - 1, staff_list_jobs.compare_waiting_lists)
    TroubledStorage.troubles.clear()

    staff_list_jobs.compare_waiting_lists(timezone.now())

    made.refresh_from_db()
    assert (made.state, made.attempts) == ("compared", 0)


def test_folder_goes_on_after_a_file_that_nobody_can_take(
    service, trouble, settings, tmp_path
):
    settings.STAFF_LISTS_FOLDER = str(tmp_path)
    staff_list_folder.forget_seen_files()
    moment = timezone.now().timestamp() - 300
    for number in "12":
        path = tmp_path / f"{number}.csv"
        path.write_text(csv_list(row(number, "east", "guard")))
        os.utime(path, (moment, moment))
    TroubledStorage.unwanted = b"\n1;"

    assert staff_list_folder.collect_new_files(timezone.now()) == 2

    found = StaffList.objects.order_by("name").values_list("name", "state")
    assert list(found) == [("1.csv", "failed"), ("2.csv", "uploaded")]
