"""What somebody with the database alone does to the trail is found."""

import hashlib
import json
import logging
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from elearning.audit import audit_log, checkpoints
from elearning.audit.chain_verification import verify_next_batch
from elearning.audit.entry_proofs import encode_stable_json
from elearning.audit.hash_chain import (
    build_sealed_values,
    iter_chain_flaws,
    seal_entries,
)
from elearning.audit.models import Checkpoint, Entry, Link

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = tmp_path / "kept" / "checkpoints.jsonl"
    return settings.AUDIT_CHECKPOINTS


@pytest.fixture
def entries(django_capture_on_commit_callbacks):
    """Five sealed entries, and a checkpoint after them."""
    made = [
        audit_log.record_action("tests.done", by=None, number=number)
        for number in range(5)
    ]
    seal_entries(timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        checkpoints.record_checkpoint(timezone.now())
    return made


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def cut(entries):
    for entry in entries:
        run("DELETE FROM audit_link WHERE entry_id = %s", entry.pk)
        run("DELETE FROM audit_entry WHERE id = %s", entry.pk)


def seal_anew():
    """Compute every seal again, as somebody could who knows how."""
    previous = "0" * 64
    for link in Link.objects.select_related("entry").order_by("id"):
        plain = encode_stable_json(build_sealed_values(previous, link.entry))
        digest = hashlib.sha256(plain.encode()).hexdigest()
        run(
            "UPDATE audit_link SET previous = %s, digest = %s WHERE id = %s",
            previous,
            digest,
            link.pk,
        )
        previous = digest


def verified(*args):
    with pytest.raises(CommandError) as broken:
        call_command("audit_verify", *args)
    return str(broken.value)


def test_untouched_trail_is_intact(entries, capsys):
    call_command("audit_verify")

    assert "5 entries sealed" in capsys.readouterr().out


def test_end_that_was_cut_off_is_found(entries):
    cut(entries[3:])

    assert "broken" in verified()


def test_end_cut_off_with_its_checkpoints_is_found_by_the_file(entries, capsys):
    cut(entries[3:])
    run("DELETE FROM audit_checkpoint")

    assert "broken" in verified()
    assert "the end of the trail was cut off" in capsys.readouterr().out


def test_trail_without_any_entry_is_never_intact(entries, settings, capsys):
    cut(entries)
    run("DELETE FROM audit_checkpoint")
    settings.AUDIT_CHECKPOINTS = None

    assert "broken" in verified()
    assert "The trail is empty" in capsys.readouterr().out


def test_history_that_was_sealed_anew_is_found(entries):
    run("UPDATE audit_entry SET reason = 'x' WHERE id = %s", entries[1].pk)
    seal_anew()

    found = [flaw.what for flaw in iter_chain_flaws()]

    assert "this entry was not written by the platform" in found
    assert "a checkpoint has another seal here" in found


def test_entry_that_was_put_into_the_table_is_found(entries):
    forged = Entry(at=timezone.now(), action="tests.forged", proof="0" * 64)
    Entry.objects.bulk_create([forged])
    seal_entries(timezone.now())

    assert [flaw.entry_id for flaw in iter_chain_flaws()] == [forged.pk]


def test_copied_entry_is_refused_by_the_database(entries):
    twin = Entry(at=entries[0].at, action=entries[0].action, proof=entries[0].proof)

    with pytest.raises(Exception, match=r"(?i)unique"):
        Entry.objects.bulk_create([twin])


def test_forged_checkpoint_is_found(entries):
    run("UPDATE audit_checkpoint SET number = 3")

    assert any("forged" in flaw.what for flaw in iter_chain_flaws())


def test_checkpoint_is_added_only_after_something_new(entries):
    assert checkpoints.record_checkpoint(timezone.now()) == 0
    audit_log.record_action("tests.more", by=None)
    seal_entries(timezone.now())
    assert checkpoints.record_checkpoint(timezone.now()) == 1
    assert [point.number for point in Checkpoint.objects.all()] == [5, 6]


def test_file_holds_a_line_for_each_checkpoint_and_names_nobody(entries, file):
    (line,) = file.read_text().strip().split("\n")

    assert json.loads(line).keys() == {"number", "digest", "at", "signature"}


@pytest.mark.parametrize("text", ["nonsense", "[]", "{}", '{"number": 1}', "\x00"])
def test_line_that_holds_something_else_is_told(entries, file, capsys, text):
    with file.open("a") as lines:
        lines.write(text)  # as a power cut leaves it
    audit_log.record_action("tests.more", by=None)
    seal_entries(timezone.now())
    checkpoints.export_checkpoint(next(iter(checkpoints.iter_stored_checkpoints())))

    assert "broken in 1 places" in verified()
    assert "line 3 is no checkpoint" in capsys.readouterr().out


@pytest.mark.parametrize("proof", ["é" * 64, "", "x"])
def test_proof_that_is_none_is_a_flaw_and_stops_nothing(entries, proof):
    run("UPDATE audit_entry SET proof = %s WHERE id = %s", proof, entries[1].pk)

    assert {flaw.entry_id for flaw in iter_chain_flaws()} >= {entries[1].pk}
    assert audit_log.list_proved_entries([entries[1]], ["tests.done"]) == []


def test_forged_checkpoint_keeps_no_true_one_out(entries, caplog):
    run("UPDATE audit_checkpoint SET number = 1000000")
    audit_log.record_action("tests.more", by=None)
    seal_entries(timezone.now())

    assert checkpoints.record_checkpoint(timezone.now()) == 1
    assert "forged" in caplog.text


def test_file_that_is_missing_is_told(entries, tmp_path):
    assert "gone" in verified("--checkpoints", str(tmp_path / "gone"))


def test_daily_check_says_in_log_and_trail_what_it_found(entries, caplog):
    assert verify_next_batch(timezone.now()) == 0
    cut(entries[3:])
    assert verify_next_batch(timezone.now()) == 0  # it was checked today

    with caplog.at_level(logging.CRITICAL):
        assert verify_next_batch(timezone.now() + timedelta(days=1)) > 0

    assert "cut off" in caplog.text
    told = Entry.objects.filter(action="audit.checked").order_by("pk")
    assert [entry.details["flaws"] > 0 for entry in told] == [False, True]


def test_proof_holds_for_whatever_an_entry_tells():
    day = timezone.localdate()
    audit_log.record_action(
        "tests.odd", by=None, reason="«ү»", day=day, share=0.1, none=None
    )
    audit_log.record_action(
        "tests.odd", by=None, numbers={1: "a", 10: "b", 2: "c"}, pair=(1, 2)
    )
    audit_log.record_entries(
        audit_log.build_entry("tests.many", by=None, at=day) for _one in range(2)
    )
    seal_entries(timezone.now())

    assert list(iter_chain_flaws()) == []


def test_forged_checkpoint_beyond_the_end_is_found(entries, file):
    point = json.loads(file.read_text().split("\n")[-2])
    with file.open("a") as lines:
        lines.write(json.dumps(point | {"number": 99}) + "\n")

    assert len(list(iter_chain_flaws([file]))) == 1


def test_checkpoint_goes_to_the_log_where_there_is_no_file(
    entries, settings, caplog, django_capture_on_commit_callbacks
):
    settings.AUDIT_CHECKPOINTS = None
    audit_log.record_action("tests.done", by=None)
    seal_entries(timezone.now())

    with (
        caplog.at_level(logging.INFO),
        django_capture_on_commit_callbacks(execute=True),
    ):
        checkpoints.record_checkpoint(timezone.now())

    assert "audit checkpoint" in caplog.text
