"""A session is planned, moved and called off; who is concerned is told once each."""

import pytest

from courses.classroom import session_changes, session_registrations, session_schedule
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Session
from courses.models import Course
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.classroom import (
    AT,
    BEGINS,
    DAY,
    HOUR,
    classroom_course,
    days,
    officer,
    people,
    registered,
    session,
    wanted,
)
from tests.factories.courses import CourseFactory
from tests.factories.staff import EstablishmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


def plan(planned, **facts):
    place = EstablishmentFactory()
    given = {"by": officer(place), "at": AT} | facts
    others = {name: given.pop(name) for name in given.keys() - {"by", "at"}}
    terms = session_schedule.SessionTerms(classroom_course(), place, "kk", **others)
    return session_schedule.plan_session(terms, planned, **given)


@pytest.mark.parametrize(
    ("planned", "facts"),
    [
        (session_schedule.SessionPlan([], seats=5), {}),
        (session_schedule.SessionPlan([(BEGINS, BEGINS)], seats=5), {}),
        (session_schedule.SessionPlan([(BEGINS, BEGINS - HOUR)], seats=5), {}),
        (session_schedule.SessionPlan([(BEGINS, BEGINS + 20 * HOUR)], seats=5), {}),
        (
            session_schedule.SessionPlan(
                days(1) + days(1, begins=BEGINS + HOUR), seats=5
            ),
            {},
        ),
        (session_schedule.SessionPlan(days(1, begins=AT - HOUR), seats=5), {}),
        (session_schedule.SessionPlan(days(1, begins=AT + 900 * DAY), seats=5), {}),
        (session_schedule.SessionPlan(days(11), seats=5), {}),
        (wanted(seats=0), {}),
        (wanted(seats=501), {}),
        (wanted(places={"kk": "Алматы"}), {}),
        (wanted(), {"enough": 0}),
        (wanted(), {"enough": 101}),
    ],
)
def test_what_cannot_be_held_is_not_planned(planned, facts):
    with pytest.raises(ClassroomError):
        plan(planned, **facts)

    assert not Session.objects.exists()


def test_only_an_open_course_of_a_classroom_is_planned_for_ones_own_people():
    place, other = EstablishmentFactory(), EstablishmentFactory()
    theirs = {"by": officer(place), "at": AT}

    for course, where in (
        (CourseFactory(), place),
        (CourseFactory(delivery=Course.Delivery.EXTERNAL), place),
        (classroom_course(closed_at=AT), place),
        (classroom_course(), other),
    ):
        with pytest.raises(ClassroomError):
            terms = session_schedule.SessionTerms(course, where, "kk")
            session_schedule.plan_session(terms, wanted(), **theirs)
    assert not Session.objects.exists()


def test_session_has_its_days_and_its_teacher_is_told():
    teacher = StaffMemberFactory()
    planned = session(2, teacher=teacher, room="12", bring="Дәптер")

    assert [(day.starts_at, day.ends_at) for day in planned.days] == days(2)
    assert (planned.starts_at, planned.ends_at) == (BEGINS, BEGINS + DAY + 4 * HOUR)
    told = Notice.objects.get()
    assert (told.user, told.kind) == (teacher.user, "session-teaches")
    assert Entry.objects.get(action="classroom.session_planned").by is not None


def test_a_session_is_moved_with_a_reason_and_everybody_is_told_of_each_move():
    planned = session(2)
    rows = registered(planned, 3)  # the third waits
    by = officer(planned.establishment)
    later = wanted(1, begins=BEGINS + DAY)

    for nothing in (
        {"planned": later, "reason": " "},
        {"planned": session_schedule.SessionPlan([], seats=2), "reason": "Ремонт"},
    ):
        with pytest.raises(ClassroomError):
            session_changes.change_session(planned, by=by, at=AT, **nothing)
    for _twice in range(2):
        session_changes.change_session(planned, later, reason="Ремонт", by=by, at=AT)
    session_changes.change_session(
        planned, wanted(1, begins=BEGINS + 2 * DAY), reason="Ремонт", by=by, at=AT
    )

    planned = Session.objects.get()
    assert [day.starts_at for day in planned.days] == [BEGINS + 2 * DAY]
    assert planned.all_days.count() == 4  # what was planned before is kept
    assert [change.kind for change in planned.changes.all()] == ["moved", "moved"]
    told = Notice.objects.filter(kind="session-moved")
    assert set(told.values_list("user", flat=True)) == {
        row.learner.user_id for row in rows
    }
    assert told.count() == 6


def test_seats_are_never_fewer_than_are_taken_and_new_ones_go_to_who_waits():
    planned = session(seats=2)
    rows = registered(planned, 4)
    by = officer(planned.establishment)

    with pytest.raises(ClassroomError, match="2"):
        session_changes.change_session(
            planned, wanted(seats=1), reason="Зал", by=by, at=AT
        )
    session_changes.change_session(planned, wanted(seats=3), reason="Зал", by=by, at=AT)

    for row in rows:
        row.refresh_from_db()
    assert [row.is_seated for row in rows] == [True, True, True, False]
    assert Notice.objects.get(kind="session-seat").user == rows[2].learner.user
    assert not Notice.objects.filter(kind="session-moved").exists()


def test_another_teacher_is_told_and_the_one_before():
    before, after = StaffMemberFactory(), StaffMemberFactory()
    planned = session(teacher=before)
    by = officer(planned.establishment)

    session_changes.change_session(
        planned, wanted(teacher=after), reason="Демалыс", by=by, at=AT
    )

    told = Notice.objects.order_by("pk").values_list("user", "kind")
    assert list(told) == [
        (before.user_id, "session-teaches"),
        (after.user_id, "session-teaches"),
        (before.user_id, "session-taken"),
    ]


def test_calling_off_tells_everybody_once_and_nothing_can_be_done_with_it_any_more():
    planned = session()
    (row,) = registered(planned)
    by = officer(planned.establishment)

    with pytest.raises(ClassroomError):
        session_changes.cancel_session(planned, reason="", by=by, at=AT)
    for _twice in range(2):
        session_changes.cancel_session(planned, reason="Карантин", by=by, at=AT)

    assert Notice.objects.get(kind="session-cancelled").user == row.learner.user
    with pytest.raises(ClassroomError):
        session_changes.change_session(
            planned, wanted(seats=9), reason="x", by=by, at=AT
        )
    with pytest.raises(ClassroomError):
        session_registrations.register_people(
            planned, people(planned.establishment, 1), by=by, at=AT
        )


def test_a_session_that_has_begun_is_not_moved_and_one_that_is_over_not_called_off():
    planned = session()
    by = officer(planned.establishment)

    with pytest.raises(ClassroomError):
        session_changes.change_session(
            planned, wanted(seats=9), reason="x", by=by, at=BEGINS
        )
    with pytest.raises(ClassroomError):
        session_changes.cancel_session(planned, reason="x", by=by, at=BEGINS + 5 * HOUR)


def test_who_sees_a_session_is_who_looks_after_the_place_or_people_under_it_or_teaches():
    top = EstablishmentFactory()
    mine, other = EstablishmentFactory(parent=top), EstablishmentFactory(parent=top)
    teacher = StaffMemberFactory()
    everywhere = session(place=top, teacher=teacher)
    here = session(place=mine)

    seen = {
        name: set(Session.objects.visible_to(user))
        for name, user in {
            "top": officer(top),
            "mine": officer(mine),
            "other": officer(other),
            "teacher": teacher.user,
            "stranger": UserFactory(),
        }.items()
    }

    assert seen == {
        "top": {everywhere, here},
        "mine": {everywhere, here},
        "other": {everywhere},
        "teacher": {everywhere},
        "stranger": set(),
    }
    assert set(Session.objects.managed_by(officer(mine))) == {here}
