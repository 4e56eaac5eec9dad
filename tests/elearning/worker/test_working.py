from datetime import UTC, datetime, timedelta

import pytest

from elearning.worker import chores
from elearning.worker.working import Worker

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def own_chores(monkeypatch):
    monkeypatch.setattr(chores, "_chores", {})


def test_tick_does_a_chore_again_only_when_its_time_is_up(own_chores):
    seen = []
    chores.register(
        "count", lambda at: seen.append(at) or 1, every=timedelta(minutes=1)
    )
    worker = Worker()

    counts = [
        worker.tick(NOON),
        worker.tick(NOON + timedelta(seconds=59)),
        worker.tick(NOON + timedelta(seconds=60)),
    ]

    assert counts == [{"count": 1}, {}, {"count": 1}]


def test_failing_chore_does_not_keep_the_next_from_its_work(own_chores):
    def fail(at):
        raise RuntimeError

    chores.register("broken", fail)
    chores.register("sound", lambda at: 7)

    assert Worker().tick(NOON) == {"broken": 0, "sound": 7}
