import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from elearning.audit import audit_log
from elearning.audit.errors import AuditError
from elearning.audit.hash_chain import ChainFlaw, iter_chain_flaws, seal_entries
from elearning.audit.models import Entry, Link

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def written(count):
    return [
        audit_log.record_action("tests.done", by=None, number=number)
        for number in range(count)
    ]


def alter(entry, **columns):
    """Change a row behind the platform's back."""
    (name, value) = next(iter(columns.items()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE audit_entry SET {name} = %s WHERE id = %s", [value, entry.pk]
        )


def test_entry_can_be_neither_changed_nor_deleted():
    entry = audit_log.record_action("tests.done", by=None)

    with pytest.raises(AuditError):
        entry.save()
    with pytest.raises(AuditError):
        entry.delete()


def test_chain_seals_each_entry_once():
    written(3)

    assert seal_entries(timezone.now()) == 3
    assert seal_entries(timezone.now()) == 0
    assert list(iter_chain_flaws()) == []


def test_altered_entry_is_named():
    _first, second, _third = written(3)
    seal_entries(timezone.now())

    alter(second, reason="something else")

    assert list(iter_chain_flaws()) == [
        ChainFlaw(second.pk, "this entry was altered after it was sealed"),
        ChainFlaw(second.pk, "this entry was not written by the platform"),
    ]
    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_removed_entry_is_noticed_at_the_next_one():
    _first, second, third = written(3)
    seal_entries(timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE entry_id = %s", [second.pk])
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [second.pk])

    assert [flaw.entry_id for flaw in iter_chain_flaws()] == [third.pk]


def test_late_commit_below_a_sealed_entry_is_sealed_after_it():
    first, second = written(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET id = id + 10 WHERE id = %s", [first.pk])
    seal_entries(timezone.now())
    Entry.objects.bulk_create(
        [Entry(pk=second.pk + 1, at=timezone.now(), action="tests.late")]
    )

    assert seal_entries(timezone.now()) == 1
    assert Link.objects.order_by("id").last().entry.action == "tests.late"
    assert list(iter_chain_flaws()) == []


def test_verify_counts_what_is_sealed(capsys):
    written(2)
    seal_entries(timezone.now())
    written(1)

    call_command("audit_verify")

    assert "2 entries sealed, 1 waiting" in capsys.readouterr().out
