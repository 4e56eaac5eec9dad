"""The desk of classroom courses: planned, filled, noted and closed on its pages."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from courses.classroom.models import Attendance, Registration, Session
from courses.models import Course
from courses.records.models import Completion
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.absences import record_absence
from elearning.staff.models import Absence
from tests.factories.classroom import (
    AT,
    BEGINS,
    HOUR,
    classroom_course,
    note_all,
    officer,
    people,
    registered,
    session,
)
from tests.factories.compliance import RequirementFactory
from tests.factories.staff import EstablishmentFactory, StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(AT, tick=False):
        yield


def lines(*said):
    """The lines of the days as a form sends them."""
    sent = {"day-TOTAL_FORMS": "10", "day-INITIAL_FORMS": "0"}
    for number, (on, begins, ends) in enumerate(said):
        sent |= {
            f"day-{number}-on": on,
            f"day-{number}-begins": begins,
            f"day-{number}-ends": ends,
        }
    return sent


def filled(house, **facts):
    return {
        "course": "K1",
        "establishment": house.mine.code,
        "seats": "2",
        "language": "kk",
        "enough": "100",
        "teacher": "",
    } | facts


def test_a_session_is_planned_on_two_days(client, house, enter):
    enter(Role.FACILITY_HR)
    course = classroom_course(code="K1")
    teacher = people(EstablishmentFactory(), 1)[0]
    url = reverse("desk:sessions:plan")

    answer = client.post(
        url,
        filled(house, teacher=teacher.staff_number, may_ask="on")
        | lines(("2026-03-10", "09:00", "13:00"), ("2026-03-11", "09:00", "11:00")),
    )

    made = Session.objects.get()
    assert answer.url.endswith(made.get_absolute_url())
    assert (made.course, made.establishment, made.teacher) == (
        course,
        house.mine,
        teacher,
    )
    assert [day.hours for day in made.days] == [4, 2]
    assert made.may_ask


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, []),
        ({}, [("2026-03-10", "", "")]),
        ({}, [("2026-03-10", "13:00", "09:00")]),
        ({}, [("2026-03-01", "09:00", "13:00")]),
        ({"seats": "0"}, [("2026-03-10", "09:00", "13:00")]),
        ({"seats": "many"}, [("2026-03-10", "09:00", "13:00")]),
        ({"teacher": "nobody"}, [("2026-03-10", "09:00", "13:00")]),
        ({"establishment": "other"}, [("2026-03-10", "09:00", "13:00")]),
        ({"course": "C1"}, [("2026-03-10", "09:00", "13:00")]),
        ({"place_kk": "Алматы"}, [("2026-03-10", "09:00", "13:00")]),
    ],
)
def test_what_cannot_be_planned_is_said_at_the_form(client, house, enter, facts, days):
    enter(Role.FACILITY_HR)
    classroom_course(code="K1")

    answer = client.post(
        reverse("desk:sessions:plan"), filled(house, **facts) | lines(*days)
    )

    assert answer.status_code == 400
    form = answer.context["form"]
    assert form.errors or answer.context["days"].total_error_count()
    assert not Session.objects.exists()


def test_without_a_course_the_form_says_who_adds_one(client, house, enter):
    for role, is_offered in ((Role.FACILITY_HR, False), (Role.MINISTRY_HR, True)):
        enter(role)
        answer = client.get(reverse("desk:sessions:plan"))
        link = reverse("desk:sessions:add-course")
        assert (link in answer.content.decode()) is is_offered


def test_the_ministry_adds_a_course_once(client, house, enter):
    enter(Role.MINISTRY_HR)
    sent = {
        f"{kind}_{code}": "Алғашқы көмек"
        for kind in ("title", "public_title")
        for code in ("kk", "ru", "en")
    } | {"code": "first-aid", "hours": "6", "validity_months": "12"}

    for _twice in range(2):
        answer = client.post(reverse("desk:sessions:add-course"), sent)

    assert answer.context["form"].errors
    made = Course.objects.get(code="FIRST-AID")
    assert (made.delivery, made.hours) == (Course.Delivery.CLASSROOM, 6)
    assert Entry.objects.filter(action="compliance.classroom_course_made").count() == 1


def test_names_are_shown_for_a_purpose_and_the_look_is_audited(client, house, enter):
    enter(Role.FACILITY_HR)
    planned = session(place=house.mine)
    (row,) = registered(planned)
    url = planned.get_absolute_url()

    before = client.get(url).content.decode()
    client.post(url, {"purpose": ""})
    client.post(url, {"purpose": "Топ құру"})
    after = client.get(url).content.decode()

    assert row.learner.short_name not in before
    assert row.learner.short_name in after
    assert Entry.objects.get(action="staff.list_opened").reason == "Топ құру"
    assert Entry.objects.filter(action="classroom.session_viewed").count() == 1


def test_who_needs_the_course_next_is_offered_and_registered_with_others_by_number(
    client, house, enter, say_purpose
):
    enter(Role.FACILITY_HR)
    say_purpose()
    course = classroom_course()
    planned = session(place=house.mine, course=course, seats=1)
    late, other, ill = people(house.mine, 3)
    (stranger,) = people(house.other, 1)
    for person in (late, ill, stranger):
        RequirementFactory(course=course, post=person.appointments.get().post)
    record_absence(ill, Absence.Kind.ILLNESS, starts_on=BEGINS.date(), by=None)
    url = reverse("desk:sessions:register", args=[planned.key])

    offered = client.get(url).context["page"].object_list
    nothing = client.post(url, {"numbers": ""})
    answer = client.post(
        url,
        {
            "person": [str(late.key), str(ill.key), str(stranger.key), "x"],
            "numbers": f"{other.staff_number}\n{stranger.staff_number}",
        },
    )

    assert {one.learner for one in offered} == {late, ill}
    assert nothing.context["form"].errors
    rows = planned.registrations.order_by("pk")
    assert [(row.learner, row.is_seated) for row in rows] == [
        (late, True),
        (other, False),
    ]
    assert [person for person, _words in answer.context["refused"]] == [ill]
    assert answer.context["unknown"] == [stranger.staff_number]


def test_a_session_is_moved_and_a_person_taken_off_with_a_reason(
    client, house, enter, say_purpose
):
    enter(Role.FACILITY_HR)
    say_purpose()
    planned = session(2, place=house.mine)
    (row,) = registered(planned)
    change = reverse("desk:sessions:change", args=[planned.key])
    shown = client.get(change).content.decode()
    sent = {"seats": "3", "room": "14", "teacher": "", "reason": "Жөндеу"} | lines(
        ("2026-03-12", "09:00", "13:00")
    )

    client.post(change, sent | {"reason": ""})
    assert Session.objects.get().timetable == 1
    client.post(change, sent)
    leave = reverse("desk:sessions:leave", args=[planned.key, row.key])
    client.post(leave, {"reason": ""})
    client.post(leave, {"reason": "Ауысты"})

    assert 'value="2026-03-11"' in shown
    moved = Session.objects.get()
    assert (moved.seats, moved.room, moved.timetable) == (3, "14", 2)
    assert [str(day.on) for day in moved.days] == ["2026-03-12"]
    assert not Registration.objects.standing().exists()
    cancel = reverse("desk:sessions:cancel", args=[planned.key])
    client.post(cancel, {"reason": "Карантин"})
    assert Session.objects.get().cancelled_at is not None
    assert client.get(planned.get_absolute_url()).status_code == 200


def test_attendance_sent_after_the_hour_of_a_purpose_goes_on_with_the_next(
    client, house, enter
):
    enter(Role.FACILITY_HR)
    planned = session(place=house.mine)
    there, absent = registered(planned, 2)
    url = reverse("desk:sessions:attendance", args=[planned.key, 1])
    marks = {f"mark-{there.pk}": "present", f"mark-{absent.pk}": "absent"}

    with time_machine.travel(planned.ends_at + HOUR, tick=False):
        enter(Role.FACILITY_HR)
        asked = client.post(url, marks)
        again = client.post(url, marks | {"purpose": ""})
        before = Attendance.objects.count()
        done = client.post(
            url, dict(again.context["entries"]) | {"purpose": "Парақ бойынша"}
        )

    assert (asked.context["entries"], before) == (list(marks.items()), 0)
    assert done.status_code == 302
    noted = Attendance.objects.values_list("registration", "mark")
    assert set(noted) == {(there.pk, "present"), (absent.pk, "absent")}


def test_attendance_is_noted_by_the_teacher_and_closed_by_an_officer(
    client, house, enter, say_purpose
):
    teacher = StaffMemberFactory()
    planned = session(2, place=house.mine, teacher=teacher)
    there, absent = registered(planned, 2)
    over = planned.ends_at + HOUR
    client.force_login(teacher.user)

    def note(number, **marks):
        url = reverse("desk:sessions:attendance", args=[planned.key, number])
        return client.post(url, marks)

    early = note(1, **{f"mark-{there.pk}": "present"})
    with time_machine.travel(over, tick=False):
        client.force_login(teacher.user)
        for number in (1, 2):
            mark = "present" if number == 1 else "absent"
            answer = note(
                number,
                **{f"mark-{there.pk}": "present", f"mark-{absent.pk}": mark},
            )
        close = reverse("desk:sessions:close", args=[planned.key])
        own = client.get(close)
        seen = own.context["form"]["seen"].value()
        client.post(close, {"seen": seen})
        assert not Completion.objects.exists()
        enter(Role.FACILITY_HR)
        say_purpose()
        stale = client.post(close, {"seen": "x"})
        answer = client.post(close, {"seen": seen})
        shown = client.get(planned.get_absolute_url()).content.decode()

    assert early.status_code == 400
    assert own.context["stops"]
    assert stale.status_code == 400
    assert answer.url.endswith(planned.get_absolute_url())
    assert Attendance.objects.count() == 4
    completion = Completion.objects.get()
    assert completion.learner == there.learner
    assert reverse("desk:recognition:correct", args=[completion.pk]) in shown
    assert reverse("desk:recognition:add-claim", args=[absent.learner.key]) in shown


def test_sheet_to_sign_is_a_paper(client, house, enter, say_purpose):
    enter(Role.FACILITY_HR)
    say_purpose()
    planned = session(5, place=house.mine)
    registered(planned, 2)

    answer = client.get(reverse("desk:sessions:sheet", args=[planned.key]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_list_puts_what_comes_first_and_filters(client, house, enter):
    enter(Role.FACILITY_HR)
    late = session(place=house.mine, begins=BEGINS + timedelta(days=3), seats=1)
    soon, off, done = (session(place=house.mine) for _n in range(3))
    registered(late)
    session(place=house.other)
    Session.objects.filter(pk=off.pk).update(cancelled_at=AT)
    registered(done)
    note_all(done)
    Session.objects.filter(pk=done.pk).update(closed_at=AT)

    def listed(**query):
        answer = client.get(reverse("desk:sessions:list"), query)
        return [one.pk for one in answer.context["page"].object_list]

    assert listed() == [soon.pk, late.pk]
    assert listed(free="on") == [soon.pk]
    assert listed(state="cancelled") == [off.pk]
    assert listed(state="closed") == [done.pk]
    assert listed(course=late.course.code) == [late.pk]
    assert listed(state="nonsense") == [soon.pk, late.pk]
    with time_machine.travel(BEGINS + 5 * HOUR, tick=False):
        enter(Role.FACILITY_HR)
        assert listed(state="to-close") == [soon.pk]


def test_who_has_fallen_ill_since_is_marked(client, house, enter, say_purpose):
    enter(Role.FACILITY_HR)
    say_purpose()
    planned = session(place=house.mine)
    (row,) = registered(planned)
    record_absence(row.learner, Absence.Kind.ILLNESS, starts_on=BEGINS.date(), by=None)

    answer = client.get(planned.get_absolute_url())

    ((shown, trouble),) = answer.context["seated"]
    assert (shown, bool(trouble)) == (row, True)
    assert officer(house.mine) != row.registered_by
