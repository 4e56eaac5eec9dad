"""Several workers at once, killed ones, and what was stored before a target was."""

import time
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection

from courses.records.forwarding import backfill_queue, target_setup
from courses.records.forwarding.backfill_queue import queue_older_statements
from courses.records.forwarding.outbox_worker import send_due_statements
from elearning.lrs import statement_keys
from elearning.lrs.models import Outbox, Target
from elearning.lrs.statements import consistency
from elearning.lrs.statements.statement_store import store_statements
from tests.factories.assessment import NOW
from tests.factories.lrs import AUTHORITY, new_id, statement

DAY = timedelta(days=1)


@pytest.fixture
def settled(monkeypatch):
    """Writers have had their time to commit: nobody else is writing here."""
    monkeypatch.setattr(consistency, "_LONGEST_WRITE", timedelta())


def put(number):
    ids = [new_id() for _ in range(number)]
    return store_statements([statement(id=uuid) for uuid in ids], authority=AUTHORITY)


def target():
    return Target.objects.get()


@pytest.mark.django_db(transaction=True)
def test_second_worker_sends_nothing_while_the_first_is_at_it(other):
    ids = put(250)
    results = []

    def work():
        results.append(send_due_statements(NOW))
        connection.close()

    def meet(batch):
        second = Thread(target=work)
        second.start()
        second.join()

    other.on_batch = meet
    assert send_due_statements(NOW) == 250

    assert results == [0, 0, 0]
    assert sorted(other.kept) == sorted(ids)
    assert len(other.batches) == 3


@pytest.mark.django_db
def test_lease_of_a_killed_worker_runs_out(other):
    ids = put(1)
    assert target().take(at=NOW, until=NOW + timedelta(seconds=80))

    assert send_due_statements(NOW + timedelta(seconds=79)) == 0
    assert send_due_statements(NOW + timedelta(seconds=80)) == 1
    assert list(other.kept) == ids
    assert target().leased_until is None


@pytest.mark.django_db(transaction=True)
def test_worker_that_was_too_slow_leaves_the_rest_to_the_next(other, settings):
    settings.XAPI_FORWARD_TIMEOUT = 1
    put(300)
    next_worker = UUID(new_id())

    def hand_over(batch):
        Target.objects.update(lease=next_worker, leased_until=NOW + DAY)
        connection.close()
        time.sleep(0.6)  # its lease is renewed after a second at the latest

    other.on_batch = hand_over
    sent = send_due_statements(NOW)

    assert sent == len(other.kept) < 300
    assert Outbox.objects.waiting().count() == 300 - sent
    assert (target().lease, target().failures) == (next_worker, 0)


@pytest.mark.django_db(transaction=True)
def test_what_was_stored_before_is_queued_from_a_day_on(other, settled):
    Target.objects.update(is_active=False)
    put(1)
    time.sleep(0.002)  # what comes before and after is of another millisecond
    middle = datetime.now(UTC)
    time.sleep(0.002)
    later = put(2)
    Target.objects.update(is_active=True)

    target_setup.order_backfill(target(), middle, by=None)

    assert queued() == 2
    assert send_due_statements(NOW) == 2
    assert list(other.kept) == later
    assert queued() == 0
    assert target().backfill_before is None

    target_setup.order_backfill(target(), middle, by=None)
    assert queued() == 2
    assert send_due_statements(NOW) == 2, "what is there already counts as delivered"
    assert list(other.kept) == later
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_queueing_goes_on_where_a_killed_worker_was(other, settled, monkeypatch):
    monkeypatch.setattr(backfill_queue, "_AT_ONCE", 2)
    Target.objects.update(is_active=False)
    ids = put(5)
    Target.objects.update(is_active=True)
    target_setup.order_backfill(target(), NOW, by=None)
    late = target()

    assert backfill_queue.queue_next_batch(target()) == 2
    assert backfill_queue.queue_next_batch(late) == 0, "another worker has queued these"
    assert queued() == 3
    assert send_due_statements(NOW) == 5
    assert list(other.kept) == ids


@pytest.mark.django_db
def test_queueing_waits_while_much_is_before_it(other, monkeypatch):
    monkeypatch.setattr(backfill_queue, "_MOST_WAITING", 2)
    put(3)
    target_setup.order_backfill(target(), NOW, by=None)

    assert queued() == 0
    assert target().backfill_after == statement_keys.compute_first_key(NOW) - 1


def queued():
    """Let the worker queue all that it can."""
    queued = 0
    while number := queue_older_statements(NOW):
        queued += number
    return queued
