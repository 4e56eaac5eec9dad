from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from elearning.worker import jobs
from elearning.worker.worker_process import Worker

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def own_chores(monkeypatch):
    monkeypatch.setattr(jobs, "_chores", {})


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_tick_does_a_chore_again_only_when_its_time_is_up(own_chores, clock):
    jobs.register_job("count", lambda at: 1, every=timedelta(minutes=1))
    worker = Worker(clock=clock)

    counts = []
    for clock.now in (0, 59, 60):
        counts.append(worker.tick(NOON))

    assert counts == [{"count": 1}, {}, {"count": 1}]


def test_chores_go_on_after_the_clock_of_the_machine_ran_ahead(own_chores, clock):
    moments = []
    jobs.register_job("note", lambda at: moments.append(at) or 1)
    worker = Worker(clock=clock)
    wrong = NOON + timedelta(days=365)

    worker.tick(wrong)
    clock.now += 60
    worker.tick(NOON)

    assert moments == [wrong, NOON]


@pytest.mark.django_db
def test_failing_chore_does_not_keep_the_next_from_its_work(own_chores):
    def fail(at):
        raise RuntimeError

    jobs.register_job("broken", fail)
    jobs.register_job("sound", lambda at: 7)

    assert Worker().tick(NOON) == {"broken": 0, "sound": 7}


@pytest.mark.django_db
def test_daily_chore_that_failed_is_tried_again_within_minutes(own_chores, clock):
    answers = iter([OSError(), 3])

    def run(at):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    jobs.register_job("daily", run, every=timedelta(days=1))
    worker = Worker(clock=clock)

    counts = []
    for clock.now in (0, 299, 300, 600):
        counts.append(worker.tick(NOON))

    assert counts == [{"daily": 0}, {}, {"daily": 3}, {}]


@pytest.mark.django_db
def test_nothing_is_deleted_by_a_clock_that_leapt_until_a_person_has_looked(
    own_chores, clock, caplog
):
    jobs.register_job("remove", lambda at: 1, removes=True)
    jobs.register_job("count", lambda at: 1)
    worker = Worker(clock=clock)

    def ticked(at):
        clock.now += 300
        return worker.tick(at)

    assert ticked(NOON) == {"remove": 1, "count": 1}
    later = NOON + timedelta(days=730)
    assert ticked(later) == ticked(later) == {"remove": 0, "count": 1}
    assert "clock_confirm" in caplog.text
    assert ticked(NOON + timedelta(days=13)) == {"remove": 1, "count": 1}
    with time_machine.travel(later, tick=False):
        call_command("clock_confirm")
    assert ticked(later) == {"remove": 1, "count": 1}


@pytest.mark.django_db
def test_what_removes_is_named_as_such():
    """A chore that deletes says so, or a wrong clock would let it."""
    names = {chore.name for chore in jobs.list_jobs() if chore.removes}

    assert names >= {
        "retention.removed",
        "privacy.erased",
        "exports removed",
        "reports removed",
        "old scans of papers",
        "staff.lists_forgotten",
        "unsent.removed",
    }
