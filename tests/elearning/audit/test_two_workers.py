"""The chain of seals where several workers seal at the same time."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from elearning.audit import audit_log
from elearning.audit.chain_verification import verify_next_batch
from elearning.audit.hash_chain import iter_chain_flaws, seal_entries
from elearning.audit.models import Entry, Link
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_worker_that_waited_goes_on_from_the_seals_of_the_other():
    sealed, written = Event(), Event()
    audit_log.record_action("tests.done", by=None)
    seal_entries(timezone.now())
    audit_log.record_action("tests.done", by=None)

    def seal_slowly():
        with transaction.atomic():
            seal_entries(timezone.now())
            sealed.set()
            written.wait(5)  # on SQLite nobody writes meanwhile
        connection.close()

    def seal():
        seal_entries(timezone.now())
        connection.close()

    threads = [Thread(target=seal_slowly), Thread(target=seal)]
    threads[0].start()
    sealed.wait()
    threads[1].start()
    audit_log.record_action("tests.done", by=None)
    written.set()
    for thread in threads:
        thread.join()
    seal_entries(timezone.now())

    assert list(iter_chain_flaws()) == []
    assert Link.objects.count() == 3


def test_many_workers_seal_each_entry_once():
    for _entry in range(30):
        audit_log.record_action("tests.done", by=None)

    def write_and_seal(_number):
        audit_log.record_action("tests.done", by=None)
        seal_entries(timezone.now())

    race(write_and_seal)
    seal_entries(timezone.now())

    assert list(iter_chain_flaws()) == []


def test_many_workers_at_the_same_walk_count_each_flaw_once():
    entries = [audit_log.record_action("tests.done", by=None) for _entry in range(12)]
    seal_entries(timezone.now())
    Entry.objects.filter(pk__in=[entries[0].pk, entries[7].pk]).update(reason="x")
    whole = len(list(iter_chain_flaws()))

    race(lambda _number: verify_next_batch(timezone.now(), size=3))
    while not Entry.objects.filter(action="audit.checked").exists():
        verify_next_batch(timezone.now(), size=3)

    (told,) = Entry.objects.filter(action="audit.checked")
    assert told.details == {"sealed": 12, "flaws": whole}
