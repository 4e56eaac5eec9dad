"""What was done on a device arrives once, at its time, beside what was done elsewhere."""

import json
from datetime import timedelta

import pytest

from content.offline.models import KeptAct
from courses.assessment.models import PracticeAnswer
from courses.enrolment import leave_course
from courses.events import SelfCheckAnswered, UnitFinished
from courses.learner.archive import build_learner_archive
from courses.models import Enrolment, UnitProgress
from courses.retention import data_erasure, retention_sweeps
from courses.retention.models import RetentionRun
from tests.content.device.acting import (
    EARLIER,
    NOW,
    act,
    checked,
    chosen,
    send,
    states,
)
from tests.content.lessons.reading import progress, url
from tests.events import received_by
from tests.factories.content import name

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def heard():
    """What is told of checks and finished lessons: the block or the lesson, and when."""
    found = []

    def hear(event):
        is_check = isinstance(event, SelfCheckAnswered)
        found.append((event.block if is_check else event.unit.slug, event.at))

    with received_by(hear, SelfCheckAnswered, UnitFinished):
        yield found


def test_everything_done_on_a_device_is_done_as_on_the_page(reader, learner, heard):
    question = name("T1-Q01")
    at = [EARLIER + timedelta(minutes=n) for n in range(6)]
    acts = [
        act("start", at=at[0]),
        act("place", block="abc", at=at[1]),
        checked("b", at=at[2]),
        checked("a", at=at[3]),
        act("done", at=at[4]),
        act("practice", "", question=question, fields={"number": ["15"]}, at=at[5]),
    ]

    answer = send(reader, *acts)

    assert states(answer) == ["accepted"] * 6
    assert {one["at"] for one in answer.json()["acts"]} == {"2026-11-27T12:00:00+00:00"}
    row = progress(learner, "l2")
    assert (row.block, row.started_at) == ("abc", at[0])
    assert row.finished_at == at[4]
    assert row.notes[name("check")]["given"] == [name("check", "a")]
    assert PracticeAnswer.objects.get().answered_at == at[5]
    assert heard == [(name("check"), at[2]), (name("check"), at[3]), ("l2", at[4])]


def test_sending_again_after_lost_answers_doubles_nothing(reader, learner, heard):
    acts = [checked("b"), chosen("n1", "a"), act("done")]
    first = send(reader, *acts).json()

    again = [send(reader, *acts).json() for _reconnect in range(50)]

    assert again == [first] * 50
    assert len(heard) == 2
    assert KeptAct.objects.count() == 3
    (step,) = progress(learner, "s1").notes[name("scenario")]["path"]
    assert step["node"] == "n2"


def test_newer_answer_of_the_desktop_stays_and_both_are_told(reader, learner, heard):
    data = {"action": "check", "block": name("check"), "choice": name("check", "a")}
    reader.post(url("l2"), data)

    assert states(send(reader, checked("b"))) == ["accepted"]

    assert progress(learner, "l2").notes[name("check")]["correct"] is True
    assert [at for _block, at in heard] == [NOW, EARLIER]


def test_place_of_the_desktop_stays_where_it_is_newer(reader, learner):
    reader.get(url("l2"))
    reader.post(f"{url('l2')}place/", {"block": "desktop"})

    send(reader, act("place", block="device"))

    assert progress(learner, "l2").block == "desktop"
    assert Enrolment.objects.get(learner=learner).last_seen_at == NOW


def test_scenario_played_on_both_keeps_both_ways_and_stands_where_the_newer_led(
    reader, learner
):
    reader.post(url("s1"), {"action": "decide", "choice": name("scenario", "n1", "a")})

    answer = send(reader, chosen("n1", "b"))

    assert states(answer) == ["accepted"]
    row = progress(learner, "s1")
    path = row.notes[name("scenario")]["path"]
    assert [step.get("node", "restart") for step in path] == [
        "n2",
        "restart",
        "y",
        "restart",
        "n2",
    ]
    assert row.finished_at == EARLIER


def test_scenario_is_played_to_its_end_and_marked_as_done(reader, learner):
    later = [EARLIER + timedelta(minutes=n) for n in range(4)]
    acts = [
        act("done", "s1", at=later[0]),
        chosen("n1", "a", at=later[0]),
        act("back", "s1", block=name("scenario"), at=later[1]),
        chosen("n1", "b", at=later[2]),
        act("done", "s1", at=later[3]),
    ]

    answer = send(reader, *acts)

    assert states(answer) == ["refused", *["accepted"] * 4]
    assert progress(learner, "s1").finished_at == later[2]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (NOW + timedelta(days=400), NOW - timedelta(milliseconds=1)),
        (NOW.replace(year=1970), NOW - timedelta(days=3)),
    ],
)
def test_clock_of_a_device_that_is_wrong_counts_within_what_can_be(
    reader, learner, at, counts
):
    assert states(send(reader, act("done", at=at))) == ["accepted"]

    row = KeptAct.objects.get()
    assert (row.done_at, row.at, row.received_at) == (at, counts, NOW)
    assert progress(learner, "l2").finished_at == counts


@pytest.mark.parametrize(
    "at", [EARLIER, NOW.replace(year=1970), NOW.replace(year=2100)]
)
def test_answers_that_a_clock_puts_at_one_moment_are_all_told_in_order(
    reader, learner, heard, at
):
    acts = [checked(letter, at=at) for letter in "ababa"]

    assert states(send(reader, *acts)) == ["accepted"] * 5

    moments = [moment for _block, moment in heard]
    assert len(set(moments)) == 5
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    assert progress(learner, "l2").notes[name("check")]["correct"] is True


def test_act_of_a_course_that_was_left_is_kept_and_does_not_count(reader, learner):
    leave_course(Enrolment.objects.get(learner=learner), by=learner.user)

    (answer,) = send(reader, act("done"), language="en").json()["acts"]

    assert answer["state"] == "refused"
    assert answer["reason"].startswith("You are no longer on this course.")
    assert (KeptAct.objects.get().outcome, KeptAct.objects.get().reason) == (
        "refused",
        "left",
    )
    assert not UnitProgress.objects.filter(finished_at__isnull=False).exists()


def test_thousand_acts_weigh_less_than_500_kilobytes(reader):

    assert len(json.dumps([checked() for _n in range(1000)])) < 500 * 1024


def test_number_of_queries_for_an_act_does_not_grow_with_those_before(
    reader, django_assert_max_num_queries
):
    send(reader, act("start"), checked())
    with django_assert_max_num_queries(170):
        send(reader, *[checked() for _n in range(5)])


def test_acts_go_with_their_time_and_with_an_erasure_and_into_her_copy(reader, learner):
    send(reader, act("done"))
    (row,) = build_learner_archive(learner)["kept_acts"]
    assert (row["kind"], row["unit"], row["outcome"]) == ("done", "l2", "accepted")
    assert data_erasure.count_erasable_data(learner, at=NOW).beside == 1

    retention_sweeps.remove_expired_records(NOW + timedelta(days=700))
    assert KeptAct.objects.count() == 1
    retention_sweeps.remove_expired_records(NOW + timedelta(days=733))

    assert KeptAct.objects.count() == 0
    assert RetentionRun.objects.get(rule="kept-acts").number == 1
    assert progress(learner, "l2").finished_at == EARLIER
