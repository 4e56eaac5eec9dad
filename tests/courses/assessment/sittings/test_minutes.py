"""Minutes for a lost link, and what else happened in an attempt."""

import pytest
from django.utils import timezone

from courses.assessment.attempts import (
    attempt_deadlines,
    attempt_start,
    attempt_timeline,
    extra_time,
    time_allowances,
)
from courses.assessment.errors import ExamGrantError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Allowance, Attempt
from courses.assessment.sittings import access_codes, sitting_entrance
from elearning.audit.errors import AuditError
from elearning.audit.models import Entry
from tests.courses.assessment.sittings.rooms import (
    MINUTE,
    planned,
    start,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    begin,
    invigilator_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def attempt(watched, prison):
    return start(watched, access_codes.format_sitting_code(planned(watched, prison)))


def give(attempt, *, minutes=10, **facts):
    usual = {
        "reason": "Желі",
        "seen": attempt.ends_at,
        "by": attempt.sitting.invigilator,
        "at": NOW + MINUTE,
    }
    return time_allowances.grant_minutes(attempt, minutes, **(usual | facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "reason"),
        ({"minutes": 0}, "1 to 60 minutes"),
        ({"minutes": -5}, "1 to 60 minutes"),
        ({"minutes": 61}, "1 to 60 minutes"),
        ({"at": NOW + 40 * MINUTE}, "has ended"),
    ],
)
def test_minutes_that_cannot_be_given_are_refused(attempt, facts, words):
    with pytest.raises(ExamGrantError, match=words):
        give(attempt, **facts)

    attempt.refresh_from_db()
    assert attempt.ends_at == NOW + 40 * MINUTE


def test_nobody_gives_herself_minutes(attempt):
    with pytest.raises(ExamGrantError, match="to yourself"):
        give(attempt, by=attempt.enrolment.learner.user)


def test_an_attempt_that_was_handed_in_stays_ended(attempt):
    attempt_marking.mark_attempt(attempt, at=NOW + MINUTE)

    with pytest.raises(ExamGrantError, match="has ended"):
        give(attempt)


def test_two_invigilators_at_once_give_minutes_once(attempt, prison):
    seen = attempt.ends_at
    give(attempt, seen=seen)

    with pytest.raises(ExamGrantError, match="have just been added"):
        give(attempt, seen=seen, by=invigilator_at(prison))

    attempt.refresh_from_db()
    assert attempt.ends_at == seen + 10 * MINUTE
    assert Allowance.objects.count() == 1


def test_minutes_move_the_end_also_past_that_of_the_sitting(watched, prison):
    here = planned(watched, prison, closes_at=NOW + 40 * MINUTE)
    attempt = start(watched, access_codes.format_sitting_code(here))

    given = give(attempt)

    attempt.refresh_from_db()
    assert attempt.ends_at == here.closes_at + 10 * MINUTE
    assert attempt.extra_minutes == 10
    entry = Entry.objects.get(action="assessment.minutes_granted")
    assert (entry.person, entry.reason) == (str(watched.learner.key), "Желі")
    with pytest.raises(AuditError):
        given.save()


def test_the_clock_does_not_end_an_attempt_that_got_minutes_meanwhile(attempt):
    read_before = Attempt.objects.get()
    give(attempt)

    after = attempt_deadlines.close_overdue_attempt(read_before, at=NOW + 45 * MINUTE)

    assert after.is_open
    assert after.ends_at == NOW + 50 * MINUTE
    assert attempt_deadlines.mark_overdue_attempts(NOW + 51 * MINUTE) == 1


def test_the_timeline_tells_what_was_recorded_in_order(attempt):
    learner = attempt.enrolment.learner.user
    attempt_start.move_attempt_to_window(attempt, at=NOW + 2 * MINUTE, by=learner)
    attempt_timeline.record_connection_loss(attempt, 90, at=NOW + 5 * MINUTE)
    attempt.refresh_from_db()
    give(attempt, at=NOW + 6 * MINUTE)
    attempt_marking.mark_attempt(attempt, at=NOW + 20 * MINUTE, by=learner)

    moments = attempt_timeline.build_timeline(Attempt.objects.get())

    assert [(moment.at - NOW) / MINUTE for moment in moments] == [0, 2, 5, 6, 20]
    assert [moment.reason for moment in moments] == ["", "", "", "Желі", ""]


def test_a_lost_link_is_kept_once_and_never_reaches_before_the_start(attempt):
    for _time in range(2):
        attempt_timeline.record_connection_loss(
            attempt, 999_999_999, at=NOW + 5 * MINUTE
        )

    event = attempt.events.get()
    assert (event.since, event.at) == (NOW, NOW + 5 * MINUTE)
    assert Attempt.objects.get().ends_at == NOW + 40 * MINUTE


def test_looking_for_a_sitting_takes_the_same_queries_for_any_number(
    enrolment, prison, django_assert_num_queries
):
    paper = enrolment.edition.entries.get(version__unit__kind="exam").version.paper
    for _number in range(3):
        planned(enrolment, prison)
        with django_assert_num_queries(1):
            assert sitting_entrance.build_entrance(enrolment, paper, NOW).needs_code


def test_moving_is_part_of_the_timeline():
    attempt = begin()

    attempt_start.move_attempt_to_window(
        attempt, at=NOW, by=attempt.enrolment.learner.user
    )

    assert attempt.events.get().kind == "moved"


def test_extra_time_that_the_window_cuts_off_is_not_promised(enrolment, prison):
    extra_time.grant_extra_time(
        enrolment.learner,
        extra_time.ExtraTimeTerms(
            minutes=20,
            starts_on=timezone.localdate(NOW),
            ends_on=timezone.localdate(NOW),
        ),
        reason="Шешім № 12",
        by=UserFactory(),
    )
    planned(enrolment, prison, invigilated=False, closes_at=NOW + 45 * MINUTE)

    attempt = start(enrolment)

    assert (attempt.ends_at, attempt.extra_minutes) == (NOW + 45 * MINUTE, 5)
