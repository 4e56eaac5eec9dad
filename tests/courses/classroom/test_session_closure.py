"""Who was there for enough of a session has passed: noted by one, closed by another."""

from datetime import date

import pytest
import time_machine

from courses.certificates.lifecycle import issue_notices
from courses.certificates.models import Certificate
from courses.classroom import session_attendance, session_closure
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Attendance, Session
from courses.compliance.periods.current_standings import list_periods_on
from courses.compliance.periods.period_lookup import ensure_fresh_periods
from courses.compliance.status import StandingState, list_standings
from courses.recognition.consistency.pass_checks import (
    iter_passes_without_certificate,
    iter_wrong_expiry_dates,
)
from courses.records.models import Completion
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.factories.classroom import (
    AT,
    BEGINS,
    DAY,
    HOUR,
    classroom_course,
    closed,
    note_all,
    officer,
    people,
    registered,
    session,
)
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.records import told, verbs
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

OVER = BEGINS + 5 * HOUR


def note(of, marks, *, by=None, at=OVER, day=0):
    of = Session.objects.get(pk=of.pk)
    by = by or officer(of.establishment)
    return session_attendance.record_attendance(of, of.days[day], marks, by=by, at=at)


def test_attendance_is_not_noted_for_what_is_off_or_yet_to_come_or_by_a_stranger():
    off, planned = session(), session()
    (gone,) = registered(off)
    (row,) = registered(planned)
    Session.objects.filter(pk=off.pk).update(cancelled_at=AT)
    other = officer(session().establishment)

    for of, marks, facts in (
        (off, {gone.pk: "present"}, {}),
        (planned, {row.pk: "present"}, {"at": BEGINS - HOUR}),
        (planned, {row.pk: "present"}, {"by": other}),
        (planned, {gone.pk: "present"}, {}),
        (planned, {row.pk: "late"}, {}),
        (planned, {row.pk: "present"}, {"by": row.learner.user}),
    ):
        with pytest.raises(ClassroomError):
            note(of, marks, **facts)
    assert not Attendance.objects.exists()


def test_nobody_notes_her_own_attendance_as_the_teacher():
    teacher = StaffMemberFactory()
    planned = session(teacher=teacher)
    AppointmentFactory(staff_member=teacher, establishment=planned.establishment)
    row = planned.registrations.create(learner=teacher, registered_at=AT, seated_at=AT)

    with pytest.raises(ClassroomError):
        note(planned, {row.pk: "present"}, by=teacher.user)


def test_the_newest_note_counts_and_the_same_again_is_not_noted():
    planned = session()
    (row,) = registered(planned)

    said = [note(planned, {row.pk: mark}) for mark in ("absent", "present", "present")]

    assert said == [1, 1, 0]
    (line,) = session_closure.build_session_result(planned).lines
    assert [mark.mark for mark in line.marks] == ["present"]
    assert line.is_enough


def test_a_session_is_closed_after_its_end_whole_and_by_a_second_person():
    planned = session(seats=3)
    rows = registered(planned, 2)
    noting, second = (officer(planned.establishment) for _n in range(2))
    note(planned, {rows[0].pk: "present"}, by=noting)

    for by, at in (
        (second, BEGINS),  # not over
        (second, OVER),  # somebody is not noted
        (officer(session().establishment), OVER),
    ):
        with pytest.raises(ClassroomError):
            closed(planned, by=by, at=at)
    seen = session_closure.build_session_result(planned).seal
    note(planned, {rows[1].pk: "excused"}, by=noting)
    with pytest.raises(ClassroomError):
        closed(planned, by=noting)
    with pytest.raises(ClassroomError):  # it is not what was seen
        session_closure.close_session(planned, seen=seen, by=second, at=OVER)
    assert not Completion.objects.exists()

    assert [line.registration for line in closed(planned, by=second)] == [rows[0]]
    assert closed(planned, by=second) == []
    with pytest.raises(ClassroomError):
        note(planned, {rows[1].pk: "present"}, by=noting)


def test_nobody_closes_a_session_in_which_she_is_herself():
    planned = session()
    by = officer(planned.establishment)
    own = AppointmentFactory(
        establishment=planned.establishment,
        staff_member__user=by,
        staff_member__staff_number=by.staff_number,
    ).staff_member
    planned.registrations.create(learner=own, registered_at=AT, seated_at=AT)
    note_all(planned)

    with pytest.raises(ClassroomError):
        closed(planned, by=by)


@pytest.mark.parametrize(("enough", "passed"), [(100, 1), (75, 2), (50, 3)])
def test_enough_is_a_share_of_the_hours(enough, passed):
    planned = session(4, seats=4, enough=enough)
    rows = registered(planned, 4)
    by, last = officer(planned.establishment), BEGINS + 4 * DAY
    for day in range(4):
        there = {
            row.pk: "present" if day < number else "excused"
            for row, number in zip(rows, (4, 3, 2, 0), strict=True)
        }
        note(planned, there, by=by, at=last, day=day)

    assert len(closed(planned)) == passed


def test_attendance_makes_a_required_course_valid_with_all_that_follows():
    course = classroom_course(validity_months=12)
    planned = session(2, course=course, seats=3)
    there, absent, waiting = registered(planned, 4)[:3]
    for row in (there, absent, waiting):
        RequirementFactory(course=course, post=row.learner.appointments.get().post)
    mine = StaffMember.objects.filter(pk__in=[there.learner_id, absent.learner_id])

    def states():
        ensure_fresh_periods()
        on = at.date()
        now = list_periods_on(on).filter(learner__in=mine)
        told = {one.person.pk: one.state for one in list_standings(mine, on=on)}
        assert dict(now.values_list("learner", "state")) == told
        return told

    at = BEGINS + DAY + 6 * HOUR
    with time_machine.travel(at, tick=False):
        before = states()
        for day in range(2):
            marks = {there.pk: "present", absent.pk: "present", waiting.pk: "absent"}
            if day:
                marks[absent.pk] = "absent"
            note(planned, marks, at=at, day=day)
        closed(planned, at=at)
        after = states()

    late = StandingState.EXPIRED  # asked since 2020 of people appointed then
    assert before == {there.learner_id: late, absent.learner_id: late}
    assert after == {there.learner_id: StandingState.VALID, absent.learner_id: late}
    (completion,) = Completion.objects.all()
    there.refresh_from_db()
    assert there.completion == completion
    assert (completion.basis, completion.passed_on, completion.expires_on) == (
        "classroom",
        date(2026, 3, 11),
        date(2027, 3, 11),
    )
    certificate = Certificate.objects.get()
    assert (certificate.completion, certificate.edition_number) == (completion, None)
    issue_notices.send_issue_notices(at)
    kinds = Notice.objects.filter(user=there.learner.user).values_list(
        "kind", flat=True
    )
    assert set(kinds) == {"session-registered", issue_notices.KIND}
    assert verbs(told()) == ["attended", "earned", "attended"]
    everybody = StaffMember.objects.values("pk")
    assert not list(iter_passes_without_certificate(everybody, at.date()))
    assert not list(iter_wrong_expiry_dates(everybody, at.date()))


def test_nothing_noted_is_a_new_state_before_and_a_renewal_keeps_the_anniversary():
    course = classroom_course(validity_months=12)
    planned = session(course=course)
    (row,) = registered(planned)
    PassFactory(learner=row.learner, course=course, passed_on=date(2025, 5, 1))
    note_all(planned)

    closed(planned)

    newest = Completion.objects.get(basis="classroom")
    assert newest.expires_on == date(2027, 5, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_result_takes_the_same_queries_for_any_number(
    django_assert_num_queries, number
):
    planned = session(2, seats=9)
    registered(planned, number)
    note_all(planned)
    planned = Session.objects.get(pk=planned.pk)

    with django_assert_num_queries(3):
        found = session_closure.build_session_result(planned)

    assert len(found.passed) == number


def test_not_started_becomes_valid_for_who_was_appointed_lately():
    course = classroom_course()
    planned = session(course=course)
    (person,) = people(planned.establishment, 1)
    person.appointments.update(starts_on=date(2026, 2, 20))
    RequirementFactory(
        course=course, post=person.appointments.get().post, first_due_days=90
    )
    planned.registrations.create(learner=person, registered_at=AT, seated_at=AT)
    mine = StaffMember.objects.filter(pk=person.pk)

    before = list_standings(mine, on=BEGINS.date())
    note_all(planned)
    closed(planned)
    after = list_standings(mine, on=BEGINS.date())

    assert [one.state for one in (*before, *after)] == [
        StandingState.NOT_STARTED,
        StandingState.VALID,
    ]
