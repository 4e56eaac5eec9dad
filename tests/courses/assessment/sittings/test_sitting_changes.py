"""Sittings that are planned, moved, passed on and called off: and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.assessment.errors import SittingError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, Sitting
from courses.assessment.sittings import (
    access_codes,
    sitting_changes,
    sitting_notices,
    sitting_schedule,
)
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import Establishment
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    begin,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.courses import EnrolmentFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
    StaffMemberFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_vendor,
    pytest.mark.usefixtures("english"),
]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def prison():
    return EstablishmentFactory()


@pytest.fixture
def enrolment(prison):
    enrolment = exam_enrolment()
    AppointmentFactory(staff_member=enrolment.learner, establishment=prison)
    return enrolment


@pytest.fixture
def invigilator(prison):
    return invigilator_at(prison)


@pytest.fixture
def planner(prison):
    user = UserFactory(roles=["trainer"])
    RemitFactory(user=user, role="trainer", establishment=prison)
    return user


@pytest.fixture
def tomorrow(enrolment, prison, invigilator):
    """A sitting of tomorrow that nobody has been told of."""
    return SittingFactory(
        course=enrolment.course,
        establishment=prison,
        invigilator=invigilator,
        opens_at=NOW + DAY,
        closes_at=NOW + DAY + 3 * HOUR,
    )


def move(sitting, by, **facts):
    usual = {
        "opens_at": sitting.opens_at + DAY,
        "closes_at": sitting.closes_at + DAY,
        "reason": "Су тасқыны",
        "at": NOW,
    }
    sitting_changes.move_sitting(sitting, by=by, **(usual | facts))


def pass_on(sitting, to, by, **facts):
    sitting_changes.reassign_invigilator(
        sitting, to, by=by, **({"reason": "Ауырды", "at": NOW} | facts)
    )


def told():
    return {(notice.user, notice.kind) for notice in Notice.objects.all()}


# --- Refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "Give the reason"),
        ({"opens_at": NOW - 2 * DAY, "closes_at": NOW - DAY}, "has passed"),
        ({"opens_at": NOW + DAY, "closes_at": NOW + DAY + HOUR / 4}, "takes 40 min"),
        ({"opens_at": NOW + DAY, "closes_at": NOW + 40 * DAY}, "longer than a month"),
        ({"opens_at": NOW + 2 * DAY, "closes_at": NOW + DAY}, "takes 40 min"),
    ],
)
def test_a_time_that_could_not_be_planned_is_refused(tomorrow, planner, facts, words):
    with pytest.raises(SittingError, match=words):
        move(tomorrow, planner, **facts)

    assert Sitting.objects.get().opens_at == NOW + DAY
    assert told() == set()


def test_what_has_opened_is_over_or_off_is_not_moved(tomorrow, planner):
    with pytest.raises(SittingError, match="has opened"):
        move(tomorrow, planner, at=NOW + DAY)
    with pytest.raises(SittingError, match="is over"):
        move(tomorrow, planner, at=NOW + 2 * DAY)
    sitting_schedule.cancel_sitting(tomorrow, reason="Дабыл", by=planner, at=NOW)
    with pytest.raises(SittingError, match="was called off"):
        move(tomorrow, planner)


def test_a_sitting_is_not_passed_to_who_does_not_invigilate_there(tomorrow, planner):
    closed = invigilator_at(tomorrow.establishment)
    closed.is_active = False
    closed.save()
    for wrong in (invigilator_at(EstablishmentFactory()), UserFactory(), closed):
        with pytest.raises(SittingError, match="is not assigned"):
            pass_on(tomorrow, wrong, planner)


def test_a_sitting_without_an_invigilator_or_that_is_over_is_not_passed_on(
    tomorrow, planner, prison
):
    other = invigilator_at(prison)
    with pytest.raises(SittingError, match="Give the reason"):
        pass_on(tomorrow, other, planner, reason="")
    with pytest.raises(SittingError, match="is over"):
        pass_on(tomorrow, other, planner, at=NOW + 2 * DAY)
    Sitting.objects.update(invigilator=None)
    with pytest.raises(SittingError, match="no invigilator"):
        pass_on(tomorrow, other, planner)


def test_nobody_becomes_the_invigilator_of_an_exam_that_they_write(
    tomorrow, prison, planner, invigilator
):
    candidate = invigilator_at(prison)
    attempt = begin(exam_enrolment(learner=StaffMemberFactory(user=candidate)))
    Attempt.objects.filter(pk=attempt.pk).update(sitting=tomorrow)

    with pytest.raises(SittingError, match="taking the exam in the same room"):
        pass_on(tomorrow, candidate, planner)
    assert Sitting.objects.get().invigilator == invigilator

    attempt_marking.mark_attempt(Attempt.objects.get(), at=NOW)
    pass_on(tomorrow, candidate, planner)
    assert Sitting.objects.get().invigilator == candidate


# --- Told -----------------------------------------------------------------------------


def test_planning_tells_learners_of_the_place_and_the_invigilator_and_nobody_else(
    enrolment, prison, invigilator, planner
):
    unit = prison.add_child(
        instance=Establishment(code="unit-x", kind=Establishment.Kind.UNIT)
    )
    inside, outside, done, left, without = (
        EnrolmentFactory(edition=enrolment.edition) for _number in range(5)
    )
    for person, place in (
        (inside, unit),
        (outside, EstablishmentFactory()),
        (done, prison),
        (left, prison),
        (without, prison),
    ):
        AppointmentFactory(staff_member=person.learner, establishment=place)
    done.completed_at = left.ended_at = NOW
    done.save()
    left.save()
    without.learner.user.is_active = False
    without.learner.user.save()
    prison.refresh_from_db()  # a new place may stand before it in the tree

    sitting_schedule.plan_sitting(
        enrolment.course,
        prison,
        opens_at=NOW + DAY,
        closes_at=NOW + DAY + HOUR,
        invigilator=invigilator,
        by=planner,
        at=NOW,
    )

    assert told() == {
        (enrolment.learner.user, sitting_notices.PLANNED),
        (inside.learner.user, sitting_notices.PLANNED),
        (invigilator, sitting_notices.GIVEN),
    }


def test_each_move_is_told_once_with_the_new_time(tomorrow, planner, invigilator):
    move(tomorrow, planner)
    move(tomorrow, planner)
    tomorrow.refresh_from_db()
    move(tomorrow, planner, opens_at=NOW + DAY, closes_at=NOW + DAY + 3 * HOUR)

    learner = Notice.objects.exclude(user=invigilator).order_by("pk")
    assert [notice.kind for notice in learner] == [sitting_notices.MOVED] * 2
    assert learner[0].subject == (
        f"Course {tomorrow.course.code}: the exam was moved. It is now on 4 March 2026 "
        "from 09:00 to 12:00"
    )
    assert Notice.objects.filter(user=invigilator).count() == 2
    entry = Entry.objects.filter(action="assessment.sitting_moved").last()
    assert (entry.reason, entry.by) == ("Су тасқыны", planner)
    assert (len(entry.details["before"]), len(entry.details["after"])) == (2, 2)


def test_calling_off_is_told_once(tomorrow, planner, invigilator, enrolment):
    for _time in range(2):
        sitting_schedule.cancel_sitting(tomorrow, reason="Дабыл", by=planner, at=NOW)

    assert told() == {
        (enrolment.learner.user, sitting_notices.CANCELLED),
        (invigilator, sitting_notices.CANCELLED),
    }
    assert Notice.objects.count() == 2


def test_passing_on_tells_both_and_keeps_from_whom_to_whom(
    tomorrow, invigilator, prison
):
    other = invigilator_at(prison)

    for _time in range(2):
        pass_on(tomorrow, other, invigilator)

    assert Sitting.objects.get().invigilator == other
    assert told() == {
        (other, sitting_notices.GIVEN),
        (invigilator, sitting_notices.TAKEN),
    }
    entry = Entry.objects.get(action="assessment.sitting_passed_on")
    assert (entry.details, entry.reason) == (
        {"before": invigilator.pk, "after": other.pk},
        "Ауырды",
    )


def test_who_has_passed_a_sitting_on_holds_a_code_that_opens_nothing(
    tomorrow, invigilator, prison
):
    known = access_codes.format_sitting_code(tomorrow)

    pass_on(tomorrow, invigilator_at(prison), invigilator)

    passed_on = Sitting.objects.get()
    assert not access_codes.is_sitting_code(passed_on, known)
    assert access_codes.is_sitting_code(
        passed_on, access_codes.format_sitting_code(passed_on)
    )


def test_a_sitting_that_is_moved_keeps_its_code(tomorrow, planner):
    known = access_codes.format_sitting_code(tomorrow)

    move(tomorrow, planner)

    assert access_codes.is_sitting_code(Sitting.objects.get(), known)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_notices_speak_the_language_of_the_reader_and_name_no_title(
    tomorrow, planner, prison, language
):
    move(tomorrow, planner)
    pass_on(tomorrow, invigilator_at(prison), planner)
    sitting_schedule.cancel_sitting(tomorrow, reason="Дабыл", by=planner, at=NOW)

    with translation.override(language):
        for notice in Notice.objects.all():
            assert tomorrow.course.code in notice.subject
            assert "%(" not in notice.subject
            assert tomorrow.course.title not in notice.subject + notice.text


def test_a_window_of_several_days_names_both(tomorrow, planner):
    move(tomorrow, planner, closes_at=NOW + 5 * DAY)

    assert "to 7 March 2026, 09:00" in Notice.objects.first().subject


def test_telling_takes_the_same_queries_for_any_number(
    tomorrow, enrolment, prison, django_assert_num_queries
):
    for turn in range(2):
        with django_assert_num_queries(2):
            sitting_notices.notify_learners(
                tomorrow, sitting_notices.PLANNED, turn=turn, at=timezone.now()
            )
        for _number in range(3):
            more = EnrolmentFactory(edition=enrolment.edition)
            AppointmentFactory(staff_member=more.learner, establishment=prison)
