"""Seats are given in the order of the list, never one too many, to who can come."""

from datetime import timedelta

import pytest
import time_machine

from courses.classroom import (
    session_calendar,
    session_changes,
    session_registrations,
    session_reminders,
)
from courses.classroom.errors import ClassroomError
from courses.classroom.models import Registration, Session
from elearning.notices.models import Notice
from elearning.notices.notice_mail import mail_waiting_notices
from elearning.staff.absences import record_absence
from elearning.staff.models import Absence
from tests.factories.classroom import (
    AT,
    BEGINS,
    DAY,
    HOUR,
    classroom_course,
    officer,
    people,
    registered,
    session,
    wanted,
)
from tests.factories.staff import AppointmentFactory, EstablishmentFactory
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db


def states(of):
    """Who is on the list, in its order, and whether she has a seat."""
    rows = of.registrations.standing().order_by("pk")
    return [(row.learner, row.is_seated) for row in rows]


def told(kind):
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("user", flat=True))


def test_who_cannot_come_is_refused_with_the_reason_and_the_others_are_registered():
    place = EstablishmentFactory()
    first = session(2, place=place, seats=9)
    same_time = session(place=place, seats=9, begins=BEGINS + DAY + HOUR)
    fine, away, gone, busy, twice = people(place, 5)
    record_absence(away, Absence.Kind.ILLNESS, starts_on=BEGINS.date(), by=None)
    gone.appointments.update(ends_on=BEGINS.date())
    by = officer(place)
    session_registrations.register_people(same_time, [busy], by=by, at=AT)
    session_registrations.register_people(first, [twice], by=by, at=AT)

    outcome = session_registrations.register_people(
        first, [fine, away, gone, busy, twice], by=by, at=AT
    )

    assert [row.learner for row in outcome.seated] == [fine]
    assert {person for person, _words in outcome.refused} == {away, gone, busy, twice}
    assert all(words for _person, words in outcome.refused)
    assert states(first) == [(twice, True), (fine, True)]


def test_nobody_is_registered_who_is_not_looked_after_nor_for_what_is_over():
    planned = session()
    by = officer(planned.establishment)
    (stranger,) = people(EstablishmentFactory(), 1)
    (own,) = people(planned.establishment, 1)

    with pytest.raises(ClassroomError):
        session_registrations.register_people(planned, [own, stranger], by=by, at=AT)
    with pytest.raises(ClassroomError):
        session_registrations.register_people(
            planned, [own], by=by, at=BEGINS + 5 * HOUR
        )

    assert not Registration.objects.exists()


def test_a_freed_seat_goes_to_the_first_who_waits_and_can_come():
    planned = session(seats=1)
    first, ill, third, fourth = registered(planned, 4)
    record_absence(ill.learner, Absence.Kind.ILLNESS, starts_on=BEGINS.date(), by=None)
    by = officer(planned.establishment)

    with pytest.raises(ClassroomError):
        session_registrations.cancel_registration(first, by=by, at=AT)
    for _twice in range(2):
        session_registrations.cancel_registration(first, reason="Ауысты", by=by, at=AT)

    assert states(planned) == [
        (ill.learner, False),
        (third.learner, True),
        (fourth.learner, False),
    ]
    assert told("session-registered") == [first.learner.user_id]
    assert told("session-off") == [first.learner.user_id]
    assert told("session-seat") == [third.learner.user_id]
    assert len(told("session-waits")) == 3


def test_who_left_may_come_again_at_the_end_of_the_list():
    planned = session(seats=1, may_ask=True)
    seated, waiting = registered(planned, 2)
    person = seated.learner

    session_registrations.cancel_registration(seated, by=person.user, at=AT)
    again = session_registrations.request_seat(planned, person, by=person.user, at=AT)

    assert states(planned) == [(waiting.learner, True), (person, False)]
    assert again.pk > waiting.pk
    assert told("session-off") == []  # she knows


def test_one_asks_for_a_seat_only_where_that_is_open_to_her():
    place = EstablishmentFactory()
    closed, open_one = session(place=place), session(place=place, may_ask=True)
    (own,), (stranger,) = people(place, 1), people(EstablishmentFactory(), 1)

    for which, person, at in (
        (closed, own, AT),
        (open_one, stranger, AT),
        (open_one, own, BEGINS),
    ):
        with pytest.raises(ClassroomError):
            session_registrations.request_seat(which, person, by=person.user, at=at)
    below = EstablishmentFactory(parent=place)
    under = AppointmentFactory(establishment=below).staff_member
    assert session_registrations.request_seat(
        open_one, under, by=under.user, at=AT
    ).is_seated
    with pytest.raises(ClassroomError):
        session_registrations.request_seat(open_one, under, by=under.user, at=AT)


def test_nobody_leaves_a_session_that_has_begun_and_no_seat_is_given_then():
    planned = session(seats=1)
    seated, _waiting = registered(planned, 2)

    with pytest.raises(ClassroomError):
        session_registrations.cancel_registration(
            seated, by=seated.learner.user, at=BEGINS
        )

    late = session_registrations.register_people(
        planned,
        people(planned.establishment, 1),
        by=officer(planned.establishment),
        at=BEGINS,
    )
    assert len(late.waiting) == 1
    assert len(told("session-waits")) == 1  # of what has begun nobody is told


def test_reminder_goes_once_to_who_has_a_seat_and_is_at_work():
    planned = session(seats=2)
    well, ill, _waiting = registered(planned, 3)
    record_absence(ill.learner, Absence.Kind.ILLNESS, starts_on=AT.date(), by=None)
    session()  # nobody is in it

    eve = BEGINS - DAY
    said = [
        session_reminders.send_session_reminders(at)
        for at in (eve - DAY, eve, eve + HOUR, BEGINS)
    ]

    assert said == [0, 1, 0, 0]
    assert told("session-tomorrow") == [well.learner.user_id]


def test_nobody_who_has_left_or_cannot_sign_in_is_told():
    planned = session(seats=5)
    place = planned.establishment
    gone, barred, nobody = people(place, 3)
    gone.appointments.update(ends_on=AT.date() - timedelta(days=1))
    gone.appointments.create(
        establishment=place,
        post=gone.appointments.get().post,
        starts_on=BEGINS.date(),
    )
    barred.user.is_active = False
    barred.user.save()
    nobody.user = None
    nobody.save()

    outcome = session_registrations.register_people(
        planned, [gone, barred, nobody], by=officer(place), at=AT
    )

    assert len(outcome.seated) == 3
    assert not Notice.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_registering_takes_the_same_queries_for_any_number(
    django_assert_num_queries, number
):
    planned = session(seats=9)
    found = people(planned.establishment, number)
    by = officer(planned.establishment)

    with django_assert_num_queries(18):
        session_registrations.register_people(planned, found, by=by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_seats_are_not_overbooked_by_who_registers_at_the_same_moment():
    planned = session(seats=2, may_ask=True)
    found = people(planned.establishment, THREADS)

    def act(number):
        person = found[number]
        return session_registrations.request_seat(
            planned, person, by=person.user, at=AT
        ).is_seated

    seated = race(act)

    assert sorted(seated) == [False] * (THREADS - 2) + [True] * 2
    planned = Session.objects.with_numbers().get()
    assert (planned.taken, planned.waiting) == (2, THREADS - 2)


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_into_two_sessions_at_the_same_moment():
    place = EstablishmentFactory()
    both = [session(place=place, may_ask=True) for _n in range(2)]
    (person,) = people(place, 1)

    def act(number):
        try:
            session_registrations.request_seat(
                both[number % 2], person, by=person.user, at=AT
            )
        except ClassroomError:
            return False
        return True

    assert race(act).count(True) == 1
    assert Registration.objects.count() == 1


def test_letter_brings_the_dates_for_a_calendar_and_names_the_course_by_its_code(
    mailoutbox, settings
):
    settings.BASE_URL = "https://train.example.kz"
    place = EstablishmentFactory(title_ru="Дом 5")
    planned = session(
        2, place=place, course=classroom_course(code="K7", title_ru="Тайна"), room="12"
    )
    (person,) = people(place, 1)
    person.user.email, person.user.language = "a@example.kz", "ru"
    person.user.save()
    session_registrations.register_people(planned, [person], by=officer(place), at=AT)

    with time_machine.travel(AT, tick=False):
        assert mail_waiting_notices(AT) == 1

    (letter,) = mailoutbox
    ((name, text, media_type),) = letter.attachments
    assert (name, media_type) == ("session-K7.ics", "text/calendar")
    assert letter.subject == (
        "Курс K7: Вы записаны. 10 марта 2026 г., 09:00 – 13:00; "
        "11 марта 2026 г., 09:00 – 13:00"
    )
    assert "Тайна" not in letter.body + text
    event = [
        f"UID:{planned.key}-2@elearning",
        "DTSTAMP:20260302T050000Z",
        "DTSTART:20260311T040000Z",
        "DTEND:20260311T080000Z",
        "SUMMARY:Занятие курса K7",
        "LOCATION:Дом 5\\, 12",
    ]
    assert "\r\n".join(event) in text


def test_calendar_calls_off_a_day_that_a_move_has_dropped():
    planned = session(2)
    session_changes.change_session(
        planned, wanted(1), reason="Зал", by=officer(planned.establishment), at=AT
    )

    text = session_calendar.render_session_calendar(Session.objects.get(), at=AT)

    assert text.count("BEGIN:VEVENT") == 2
    assert text.index("STATUS:CANCELLED") > text.index(f"{planned.key}-2@")
