"""No deadline is met by the clock of a device that was set back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import progress as following
from courses.models import Enrolment, Unit
from courses.records.models import Completion
from tests.content.device.acting import EARLIER, NOW, act, chosen, send, states

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

DAY = timedelta(days=1)


def every_lesson(at):
    """The acts that finish the whole course, said to be done from ``at`` on."""
    later = [at + timedelta(seconds=n) for n in range(6)]
    return [
        act("done", "l1", at=later[0]),
        act("done", "l2", at=later[1]),
        chosen("n1", "b", at=later[2]),
        act("done", "s1", at=later[3]),
    ]


def completion(learner):
    return Completion.objects.get(learner=learner)


def test_course_is_not_completed_before_the_platform_learns_of_it(reader, learner):
    before = NOW - 2 * DAY

    assert "refused" not in states(send(reader, *every_lesson(before)))

    row = completion(learner)
    assert row.completed_at == row.recorded_at == NOW
    assert row.passed_on == timezone.localdate(NOW)
    assert before <= row.device_at < before + timedelta(minutes=1)
    assert Enrolment.objects.get(learner=learner).completed_at == NOW


def test_last_day_without_a_network_counts_where_it_is_sent_within_a_day(
    reader, learner
):
    send(reader, *every_lesson(EARLIER))

    row = completion(learner)
    assert EARLIER <= row.completed_at < EARLIER + timedelta(minutes=1)
    assert (row.device_at, row.recorded_at) == (row.completed_at, NOW)


def test_course_is_not_completed_before_its_other_lessons(reader, learner):
    enrolment = Enrolment.objects.get(learner=learner)
    for slug in ("l1", "l2"):
        unit = Unit.objects.get(slug=slug)
        following.finish_unit(
            enrolment, unit, language="kk", at=NOW - timedelta(minutes=5)
        )

    send(reader, *every_lesson(NOW - timedelta(hours=20))[2:])

    assert completion(learner).completed_at == NOW - timedelta(minutes=5)


def test_what_is_done_on_a_page_has_no_device(reader, learner):
    enrolment = Enrolment.objects.get(learner=learner)
    for slug in ("l1", "l2", "s1"):
        unit = Unit.objects.get(slug=slug)
        following.finish_unit(enrolment, unit, language="kk", at=EARLIER)

    assert completion(learner).device_at is None
