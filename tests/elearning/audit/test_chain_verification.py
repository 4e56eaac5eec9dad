"""The worker walks the trail in pieces, and nobody has it pass over one."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from elearning.audit import audit_log, checkpoints
from elearning.audit.chain_verification import is_recently_verified, verify_next_batch
from elearning.audit.hash_chain import iter_chain_flaws, seal_entries
from elearning.audit.models import Entry, Link, Verification

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def entries(settings, tmp_path, django_capture_on_commit_callbacks):
    """Seven sealed entries, with a checkpoint in table and file after the fourth."""
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"
    made = [
        audit_log.record_action("tests.done", by=None, number=number)
        for number in range(4)
    ]
    seal_entries(timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        checkpoints.record_checkpoint(timezone.now())
    made += [
        audit_log.record_action("tests.done", by=None, number=number)
        for number in range(3)
    ]
    seal_entries(timezone.now())
    return made


def alter(entry):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET reason = 'x' WHERE id = %s", [entry.pk])


def ended():
    """Return how many flaws each walk that has ended found."""
    told = Entry.objects.filter(action="audit.checked").order_by("pk")
    return [(entry.details["sealed"], entry.details["flaws"]) for entry in told]


def positions(size=3, *, at=None):
    """Walk to the end and return where each piece has ended."""
    seen = []
    for _piece in range(20):
        verify_next_batch(at or timezone.now(), size=size)
        if not Verification.objects.exists():
            return seen
        seen.append(Verification.objects.get().number)
    raise AssertionError(seen)


def test_walk_goes_on_where_it_was_broken_off(entries):
    assert positions() == [3, 6]
    assert ended() == [(7, 0)]
    assert verify_next_batch(timezone.now(), size=3) == 0
    assert not Verification.objects.exists()  # once a day


def test_piece_reads_no_more_than_it_is_to(entries, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        verify_next_batch(timezone.now(), size=3)


@pytest.mark.parametrize("place", range(7))
def test_altered_entry_is_found_whichever_piece_it_is_in(entries, place, caplog):
    alter(entries[place])

    with caplog.at_level(logging.CRITICAL):
        positions()

    assert ended() == [(7, len(list(iter_chain_flaws())))]
    assert f"Entry {entries[place].pk}" in caplog.text


@pytest.mark.parametrize("size", [1, 3, 4, 7, 100])
def test_pieces_find_what_the_whole_walk_finds(entries, settings, size):
    with settings.AUDIT_CHECKPOINTS.open("a") as lines:
        lines.write('nonsense\n{"number": 2}\n')
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_checkpoint SET number = 3")
        for entry in entries[3:]:
            cursor.execute("DELETE FROM audit_link WHERE entry_id = %s", [entry.pk])
            cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry.pk])
    whole = len(list(iter_chain_flaws([settings.AUDIT_CHECKPOINTS])))

    positions(size)

    assert whole == 5  # two lines, a checkpoint forged, its seal, an end cut off
    assert ended() == [(3, whole)]


def test_file_of_checkpoints_that_cannot_be_read_is_told_once_a_walk(
    entries, settings, caplog
):
    settings.AUDIT_CHECKPOINTS.unlink()
    settings.AUDIT_CHECKPOINTS.mkdir()

    assert positions() == [3, 6]
    assert ended() == [(7, 1)]
    told = [
        record.message for record in caplog.records if record.levelname == "CRITICAL"
    ]
    assert told == [f"audit trail: {settings.AUDIT_CHECKPOINTS} cannot be read."]


def test_what_is_sealed_meanwhile_is_walked_as_well(entries):
    verify_next_batch(timezone.now(), size=3)
    alter(audit_log.record_action("tests.more", by=None))
    seal_entries(timezone.now())

    positions()

    assert ended() == [(8, 1)]


def test_position_that_was_moved_passes_over_nothing(entries, caplog):
    verify_next_batch(timezone.now(), size=3)
    alter(entries[4])
    last = Link.objects.latest("id")
    Verification.objects.update(link=last.pk, number=7, digest=last.digest)

    positions()

    assert ended() == [(7, 2 + 1)]
    assert "forged" in caplog.text


def test_found_flaws_cannot_be_taken_back(entries):
    alter(entries[0])
    verify_next_batch(timezone.now(), size=3)
    Verification.objects.update(flaws=0)

    positions()

    ((_sealed, number),) = ended()
    assert number > 0


def test_position_of_an_earlier_day_passes_over_nothing(entries, caplog):
    for _piece in range(2):
        verify_next_batch(timezone.now(), size=3)
    old = Verification.objects.get()
    positions()
    seal_entries(timezone.now())
    alter(entries[4])
    old.save(force_insert=True)

    tomorrow = timezone.now() + timedelta(days=1)
    positions(at=tomorrow)

    assert "put back" in caplog.text
    assert ended()[-1][1] > 1


def test_position_of_the_same_walk_that_is_put_back_for_good_is_told(entries, caplog):
    """Somebody with the database alone has a trigger undo each step past what they altered."""
    began = timezone.now()
    verify_next_batch(began, size=3)
    old = Verification.objects.get()
    alter(entries[4])
    for hour in range(1, 25):
        verify_next_batch(began + timedelta(hours=hour), size=3)
        Verification.objects.all().delete()
        old.save(force_insert=True)
    assert ended() == []

    with caplog.at_level(logging.CRITICAL):
        verify_next_batch(began + timedelta(hours=25), size=3)

    assert "has not ended within a day" in caplog.text
    row = Verification.objects.get()
    assert (row.began_at, row.number) == (began + timedelta(hours=25), 3)
    assert positions(at=began + timedelta(hours=25)) == [6]
    assert ended() == [(7, 2)]


def test_moment_at_which_a_walk_began_cannot_be_moved(entries, caplog):
    verify_next_batch(timezone.now(), size=3)
    later = timezone.now() + timedelta(hours=20)
    Verification.objects.update(began_at=later)

    with caplog.at_level(logging.CRITICAL):
        positions(at=later)

    assert "forged" in caplog.text
    assert ended() == [(7, 1)]


def test_trail_that_no_walk_has_checked_for_two_days_is_told(entries):
    began = timezone.now()
    assert is_recently_verified(began)
    assert is_recently_verified(began + timedelta(hours=47))
    assert not is_recently_verified(began + timedelta(hours=49))

    positions()

    assert is_recently_verified(timezone.now() + timedelta(hours=47))
    assert not is_recently_verified(timezone.now() + timedelta(hours=49))


def test_result_put_in_by_hand_makes_no_trail_a_checked_one(entries):
    later = timezone.now() + timedelta(hours=49)
    forged = Entry(at=later, action="audit.checked", proof="0" * 64)
    Entry.objects.bulk_create([forged])

    assert not is_recently_verified(later)


def test_trail_that_was_emptied_is_no_young_one(entries):
    later = timezone.now() + timedelta(hours=49)
    with connection.cursor() as cursor:
        for table in ("audit_link", "audit_checkpoint", "audit_entry"):
            cursor.execute(f"DELETE FROM {table}")

    assert not is_recently_verified(later)


def test_entry_put_in_by_hand_keeps_no_walk_from_beginning(entries):
    forged = Entry(at=timezone.now(), action="audit.checked", proof="0" * 64)
    Entry.objects.bulk_create([forged])

    assert positions() == [3, 6]


def test_clock_that_ran_ahead_keeps_no_walk_from_beginning(entries):
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        positions()

    assert positions(size=4)


@pytest.mark.parametrize("is_folder", [False, True])
def test_walk_is_missed_where_what_is_exported_cannot_be_read(
    entries, settings, is_folder
):
    file = settings.AUDIT_CHECKPOINTS
    file.unlink()
    file.mkdir() if is_folder else file.write_text("nonsense\n")

    assert not is_recently_verified(timezone.now())
