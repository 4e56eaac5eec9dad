"""Nobody holds more than a whole post, nor works in a closed place, nor is away twice."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from elearning.audit.models import Entry
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.appointments import (
    AppointmentTerms,
    create_appointment,
    end_appointment,
    move_appointment,
)
from elearning.staff.errors import StaffError
from elearning.staff.models import Absence, Appointment
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    StaffMemberFactory,
)

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def held(db):
    """A whole post for two months."""
    return AppointmentFactory(starts_on=JANUARY, ends_on=MARCH)


def give(held, **facts):
    usual = {"starts_on": JANUARY}
    terms = AppointmentTerms(held.establishment, PostFactory(), **(usual | facts))
    return create_appointment(held.staff_member, terms, by=None)


@pytest.mark.parametrize("facts", [{}, {"share": 1}, {"starts_on": MARCH}])
def test_more_than_a_whole_post_is_refused_with_the_days_and_a_way(held, facts):
    with pytest.raises(StaffError) as refusal:
        give(held, **facts)

    said = str(refusal.value)
    assert "from 1 January 2026 to 1 March 2026, and only 0% of a post is left" in said
    assert "tick “acting”" in said
    assert Appointment.objects.get() == held


@pytest.mark.parametrize("share", [0, 101, -5])
def test_a_share_that_is_none_is_refused(held, share):
    with pytest.raises(StaffError, match="from 1 to 100"):
        give(held, starts_on=MAY, share=share)


@pytest.mark.parametrize(
    "facts",
    [
        {"is_acting": True},
        {"starts_on": date(2026, 3, 2)},
        {"ends_on": date(2025, 1, 2)},
    ],
)
def test_what_leaves_room_is_given(held, facts):
    if "ends_on" in facts:
        facts = facts | {"starts_on": date(2025, 1, 1)}

    new = give(held, **facts)

    assert (new.is_acting, new.share) == (facts.get("is_acting", False), 100)


def test_two_halves_are_a_whole_and_a_third_one_is_too_much(held):
    held.share = 50
    held.save()
    give(held, share=50)

    with pytest.raises(StaffError, match="0% of a post is left"):
        give(held, share=1, starts_on=MARCH)


def test_a_later_end_needs_room_too(held):
    give(held, starts_on=date(2026, 3, 2))

    with pytest.raises(StaffError, match="since 2 March 2026"):
        end_appointment(held, on=MAY, by=None)

    held.refresh_from_db()
    assert held.ends_on == MARCH


def test_nobody_is_appointed_to_a_place_beyond_its_last_day(held):
    shut = EstablishmentFactory(closed_on=MAY)
    with pytest.raises(StaffError, match="is closed after 1 May 2026"):
        create_appointment(
            held.staff_member,
            AppointmentTerms(shut, held.post, starts_on=date(2026, 4, 1)),
            by=None,
        )

    until = AppointmentTerms(shut, held.post, starts_on=date(2026, 4, 1), ends_on=MAY)
    assert create_appointment(held.staff_member, until, by=None).ends_on == MAY


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (JANUARY, "begins on 1 January 2026"),
        (MAY, "ends on 1 March 2026"),
    ],
)
def test_a_move_on_a_day_that_does_not_fit_is_refused(held, on, words):
    with pytest.raises(StaffError, match=words):
        move_appointment(
            held,
            AppointmentTerms(EstablishmentFactory(), held.post, starts_on=on),
            by=None,
        )

    assert Appointment.objects.get() == held


def test_a_move_that_is_refused_ends_nothing(held):
    shut = EstablishmentFactory(closed_on=JANUARY)
    with pytest.raises(StaffError, match="closed"):
        move_appointment(
            held, AppointmentTerms(shut, held.post, starts_on=date(2026, 2, 1)), by=None
        )

    held.refresh_from_db()
    assert held.ends_on == MARCH
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [(None, "since 1 January 2026"), (MARCH, "from 1 January 2026 to 1 March 2026")],
)
def test_nobody_is_away_twice_at_once(db, ends_on, words):
    person = StaffMemberFactory()
    record_absence(
        person, Absence.Kind.ILLNESS, starts_on=JANUARY, ends_on=ends_on, by=None
    )

    with pytest.raises(StaffError, match=words):
        record_absence(person, Absence.Kind.PARENTAL, starts_on=MARCH, by=None)

    assert person.absences.get().kind == "illness"


def test_an_absence_is_not_drawn_out_into_the_next(db):
    person = StaffMemberFactory()
    first = record_absence(
        person, Absence.Kind.ILLNESS, starts_on=JANUARY, ends_on=MARCH, by=None
    )
    record_absence(person, Absence.Kind.PARENTAL, starts_on=MAY, by=None)

    with pytest.raises(StaffError, match="Maternity"):
        end_absence(first, on=MAY, by=None)
    end_absence(first, on=date(2026, 4, 30), by=None)

    first.refresh_from_db()
    assert first.ends_on == date(2026, 4, 30)


class Shares(TestCase):
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        st.lists(
            st.tuples(
                st.integers(1, 20), st.none() | st.integers(1, 28), st.integers(1, 100)
            ),
            max_size=8,
        )
    )
    def test_whatever_is_entered_nobody_holds_more_than_a_whole_post(self, entered):
        person, place = StaffMemberFactory(), EstablishmentFactory()
        for first, last, share in entered:
            try:
                create_appointment(
                    person,
                    AppointmentTerms(
                        place,
                        PostFactory(),
                        starts_on=date(2026, 1, first),
                        ends_on=date(2026, 1, last) if last else None,
                        share=share,
                    ),
                    by=None,
                )
            except StaffError:
                continue
        rows = list(person.appointments.all())
        days = [date(2026, 1, day) for day in range(1, 31)]
        sums = [sum(row.share for row in rows if row.holds_on(day)) for day in days]
        assert max(sums) <= 100
