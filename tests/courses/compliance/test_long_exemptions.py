"""No officer alone exempts somebody for good, nor for longer than a year."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from courses.compliance.errors import ComplianceError
from courses.compliance.exemptions import (
    ExemptionTerms,
    decide_longer_exemption,
    end_exemption,
    grant_exemption,
)
from courses.compliance.models import Exemption
from courses.compliance.status import StandingState, list_standings
from elearning.accounts.models import User
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.notices.notice_texts import render_notice
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.models import Absence, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import ExemptionFactory, RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    AppointmentFactory,
    StaffMemberFactory,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

AT = datetime(2026, 6, 1, 4, tzinfo=UTC)
YEAR = date(2027, 6, 1)


@pytest.fixture(autouse=True)
def _day(time_machine):
    time_machine.move_to(AT, tick=False)


@pytest.fixture
def person():
    return StaffMemberFactory()


@pytest.fixture
def officer(person):
    return officer_of(person)


@pytest.fixture
def other(person, officer):
    return officer_of(person)


@pytest.fixture
def course():
    return CourseFactory()


def granted(person, by, **facts):
    wanted = {"kind": Exemption.Kind.WAIVER, "reason": "Teaches it"}
    wanted |= {"starts_on": date(2026, 6, 1), "open_because": "For good"}
    course = facts.pop("course", None) or CourseFactory()
    at = facts.pop("at", None)
    terms = ExemptionTerms(**wanted | facts)
    return grant_exemption(person, course, terms, by=by, at=at)


@pytest.mark.parametrize(
    ("ends_on", "counts_until", "waits"),
    [
        (None, YEAR, True),
        (date(2099, 12, 31), YEAR, True),
        (YEAR, YEAR, False),
        (date(2026, 7, 1), date(2026, 7, 1), False),
    ],
)
def test_one_officer_exempts_for_a_year_at_most(
    person, officer, ends_on, counts_until, waits
):
    made = granted(person, officer, ends_on=ends_on)

    assert Exemption.objects.get().ends_on == counts_until
    assert made.is_waiting is waits


def test_first_day_in_the_past_gains_nothing(person, officer):
    assert granted(person, officer, starts_on=date(2020, 1, 1)).ends_on == YEAR


def test_who_granted_it_and_whose_it_is_do_not_confirm(person, officer):
    made = granted(person, officer)

    for one in (officer, person.user):
        with pytest.raises(ComplianceError):
            decide_longer_exemption(made, is_confirmed=True, by=one, reason="Seen")

    assert Exemption.objects.get().ends_on == YEAR


@pytest.mark.parametrize("wanted", [None, date(2030, 1, 1)])
def test_second_officer_has_it_last(person, officer, other, wanted):
    made = granted(person, officer, ends_on=wanted)
    with pytest.raises(ComplianceError):
        decide_longer_exemption(made, is_confirmed=True, by=other, reason=" ")
    assert made in Exemption.objects.decidable_by(other, AT.date())
    assert made not in Exemption.objects.decidable_by(officer, AT.date())
    assert made not in Exemption.objects.decidable_by(UserFactory(), AT.date())

    decide_longer_exemption(
        made, is_confirmed=True, by=other, reason="Seen", at=AT + timedelta(days=1)
    )

    kept = Exemption.objects.get()
    assert (kept.ends_on, kept.confirmed_by, kept.is_waiting) == (wanted, other, False)
    entry = Entry.objects.get(action="compliance.exemption_confirmed")
    assert (entry.by, entry.details["granted_by"]) == (other, officer.pk)
    with pytest.raises(ComplianceError):
        decide_longer_exemption(kept, is_confirmed=True, by=other, reason="Again")


def test_what_was_ended_is_not_brought_back(person, officer, other):
    made = granted(person, officer)
    end_exemption(made, on=date(2026, 6, 1), by=officer)

    with pytest.raises(ComplianceError):
        decide_longer_exemption(made, is_confirmed=True, by=other, reason="Seen")


def days_of(*exemptions):
    rows = Exemption.objects.in_bulk([one.pk for one in exemptions])
    return [(rows[one.pk].starts_on, rows[one.pk].ends_on) for one in exemptions]


def after(days):
    return AT.date() + timedelta(days=days)


def test_two_grants_in_a_row_do_not_exempt_for_two_years(
    person, officer, other, course
):
    first = granted(person, officer, course=course, ends_on=YEAR)
    second = granted(
        person, officer, course=course, starts_on=after(366), ends_on=after(731)
    )

    assert not first.is_waiting
    assert (second.is_waiting, second.has_days) == (True, False)
    assert second in Exemption.objects.decidable_by(other, AT.date())

    decide_longer_exemption(second, is_confirmed=True, by=other, reason="Seen")

    assert days_of(first, second) == [(AT.date(), YEAR), (after(366), after(731))]


def test_next_grant_does_not_go_beyond_the_year_of_the_first(
    person, officer, course, time_machine
):
    granted(person, officer, course=course, ends_on=after(200))
    time_machine.move_to(AT + timedelta(days=150), tick=False)

    next_one = granted(
        person, officer, course=course, starts_on=after(201), ends_on=after(500)
    )
    own = granted(person, officer, starts_on=after(201), ends_on=after(500))
    later = granted(
        person, officer, course=course, starts_on=after(427), ends_on=after(500)
    )

    assert days_of(next_one, own, later) == [
        (after(201), YEAR),
        (after(201), after(500)),
        (after(427), after(500)),
    ]
    assert [one.is_waiting for one in (next_one, own, later)] == [True, False, False]


@pytest.mark.parametrize(
    ("days_between", "waits"), [(0, True), (1, True), (60, True), (61, False)]
)
def test_days_in_which_nobody_is_late_begin_no_new_year(
    time_machine, days_between, waits
):
    rule = RequirementFactory()
    person = AppointmentFactory(post=rule.post, starts_on=AT.date()).staff_member
    officer = officer_of(person)
    first = granted(person, officer, course=rule.course, ends_on=YEAR)
    begins = YEAR + timedelta(days=days_between + 1)
    time_machine.move_to(AT + timedelta(days=365 + days_between), tick=False)

    next_one = granted(
        person,
        officer,
        course=rule.course,
        starts_on=begins,
        ends_on=begins + timedelta(days=364),
    )

    def state(on):
        (one,) = list_standings(StaffMember.objects.filter(pk=person.pk), on=on)
        return one.state

    assert not first.is_waiting
    assert (next_one.is_waiting, next_one.has_days) == (waits, not waits)
    assert (state(begins - timedelta(days=1)) == StandingState.GRACE) is not waits


@pytest.mark.parametrize(("days_between", "waits"), [(60, True), (61, False)])
def test_absence_between_two_begins_no_new_year(
    person, course, time_machine, days_between, waits
):
    officer = officer_of(person)
    granted(person, officer, course=course, ends_on=YEAR)
    away = YEAR + timedelta(days=45)
    record_absence(
        person, Absence.Kind.ILLNESS, starts_on=away, ends_on=away, by=officer
    )
    begins = away + timedelta(days=days_between + 1)
    time_machine.move_to(AT + (begins - AT.date()), tick=False)

    next_one = granted(
        person,
        officer,
        course=course,
        starts_on=begins,
        ends_on=begins + timedelta(days=100),
    )

    assert (next_one.is_waiting, next_one.has_days) == (waits, not waits)


def away(person, first, last, *, by, kind=Absence.Kind.ILLNESS):
    return record_absence(
        person, kind, starts_on=after(first), ends_on=after(last), by=by
    )


def year_ahead(person, officer, course, time_machine):
    """Exempt for a year, and again from 62 days later, both by one officer."""
    granted(person, officer, course=course, ends_on=YEAR)
    time_machine.move_to(AT + timedelta(days=364), tick=False)
    return granted(
        person, officer, course=course, starts_on=after(427), ends_on=after(728)
    )


def test_absence_that_is_noted_afterwards_begins_no_new_year(
    person, officer, other, course, time_machine
):
    later = year_ahead(person, officer, course, time_machine)
    assert not later.is_waiting

    absence = away(person, 424, 424, by=officer)

    kept = Exemption.objects.get(pk=later.pk)
    assert (kept.has_days, kept.is_waiting) == (False, True)
    assert kept in Exemption.objects.decidable_by(other, after(364))
    entry = Entry.objects.get(action="compliance.exemption_limited")
    assert (entry.by, entry.subject_id) == (officer, str(later.pk))
    assert entry.details["before"] == str(after(728))
    said = render_notice((told := Notice.objects.get(user=officer)).kind, told.context)
    assert person.staff_number in said.subject

    end_absence(absence, on=after(425), by=officer)
    decide_longer_exemption(
        kept, is_confirmed=True, by=other, reason="Seen", at=AT + timedelta(days=365)
    )
    away(person, 426, 426, by=officer)

    assert days_of(later) == [(after(427), after(728))]
    assert Entry.objects.filter(action="compliance.exemption_limited").count() == 1


def test_absence_that_lasts_longer_afterwards_begins_no_new_year(
    person, officer, course, time_machine
):
    absence = away(person, 150, 151, by=officer)
    granted(person, officer, course=course, ends_on=after(100))
    time_machine.move_to(AT + timedelta(days=150), tick=False)
    later = granted(
        person, officer, course=course, starts_on=after(300), ends_on=after(500)
    )
    assert not later.is_waiting

    end_absence(absence, on=after(240), by=officer)

    assert days_of(later) == [(after(300), YEAR)]
    assert Exemption.objects.get(pk=later.pk).is_waiting


def test_absence_takes_no_days_from_what_one_officer_may_grant(
    person, officer, course, time_machine
):
    first = granted(person, officer, course=course, ends_on=after(100))
    time_machine.move_to(AT + timedelta(days=150), tick=False)
    later = granted(person, officer, course=course, starts_on=after(300), ends_on=YEAR)
    own = granted(person, officer, starts_on=after(300), ends_on=after(500))

    away(person, 150, 280, by=officer)

    assert days_of(first, later, own) == [
        (AT.date(), after(100)),
        (after(300), YEAR),
        (after(300), after(500)),
    ]
    assert not Entry.objects.filter(action="compliance.exemption_limited").exists()


def test_absence_noted_late_changes_no_exemption_that_is_over(
    person, officer, course, time_machine
):
    later = year_ahead(person, officer, course, time_machine)
    time_machine.move_to(AT + timedelta(days=729), tick=False)

    away(person, 424, 424, by=officer)

    assert days_of(later) == [(after(427), after(728))]


def before_the_year(person, officer, course, **facts):
    """Return an exemption as one officer granted them before it took two."""
    begun = {"starts_on": date(2024, 1, 1), "granted_at": AT - timedelta(days=882)}
    by = {"staff_member": person, "approved_by": officer, "course": course}
    return ExemptionFactory(**by | begun | facts)


@pytest.mark.parametrize("ends_on", [None, date(2030, 1, 1)])
def test_absence_takes_no_exemption_that_it_does_not_join(
    person, officer, course, ends_on
):
    kept = before_the_year(person, officer, course, ends_on=ends_on)

    away(person, -200, -199, by=officer)
    away(person, 0, 1, by=officer)

    assert days_of(kept) == [(date(2024, 1, 1), ends_on)]
    assert not Notice.objects.exists()


def test_shorter_absence_takes_no_exemption_that_it_joined_before(
    person, officer, course
):
    absence = away(person, -400, 300, by=officer)
    first = before_the_year(person, officer, course, ends_on=after(-390))
    later = before_the_year(person, officer, course, starts_on=after(-100))

    end_absence(absence, on=after(-100), by=officer)
    end_absence(absence, on=after(20), by=officer)

    assert days_of(first, later)[1] == (after(-100), None)


def test_absence_noted_late_takes_no_day_that_has_passed(
    person, officer, other, course, time_machine
):
    granted(person, officer, course=course, ends_on=after(60))
    time_machine.move_to(AT + timedelta(days=153), tick=False)
    later = granted(
        person, officer, course=course, starts_on=after(153), ends_on=after(517)
    )
    assert not later.is_waiting
    time_machine.move_to(AT + timedelta(days=440), tick=False)

    away(person, 106, 136, by=officer)
    away(person, 140, 140, by=officer)

    assert days_of(later) == [(after(153), after(440))]
    for today in (after(440), after(441), after(517)):
        assert later in Exemption.objects.decidable_by(other, today)
    assert later not in Exemption.objects.decidable_by(other, after(518))


def test_officers_are_told_of_an_exemption_that_waits_also_where_one_has_left(
    person, officer, other, course, time_machine
):
    year_ahead(person, officer, course, time_machine)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    officer_of(StaffMemberFactory())

    away(person, 424, 424, by=other)

    told = Notice.objects.filter(kind="exemption-limited")
    assert {one.user for one in told} == {officer, other}


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_has_ended_while_it_waited_is_decided_afterwards(
    person, officer, other, confirmed, time_machine
):
    made = granted(person, officer)
    time_machine.move_to(AT + timedelta(days=400), tick=False)
    assert made in Exemption.objects.decidable_by(other, after(400))

    decide_longer_exemption(made, is_confirmed=confirmed, by=other, reason="Seen")

    assert days_of(made) == [(AT.date(), None if confirmed else YEAR)]


def test_what_has_ended_while_it_waited_waits_no_more_once_it_is_ended(
    person, officer, other, time_machine
):
    made = granted(person, officer)
    time_machine.move_to(AT + timedelta(days=400), tick=False)

    end_exemption(made, on=after(400), by=officer)

    assert days_of(made) == [(AT.date(), YEAR)]
    assert made not in Exemption.objects.decidable_by(other, after(400))


def test_absence_without_an_exemption_before_it_uses_up_no_year(
    person, officer, course
):
    starts_on, ends_on = date(2020, 1, 1), AT.date()
    record_absence(
        person,
        Absence.Kind.PARENTAL,
        starts_on=starts_on,
        ends_on=ends_on,
        by=officer,
    )

    assert not granted(person, officer, course=course, ends_on=YEAR).is_waiting


def test_gap_between_two_is_not_closed_by_one_officer(
    person, officer, course, time_machine
):
    granted(person, officer, course=course, ends_on=after(100))
    time_machine.move_to(AT + timedelta(days=50), tick=False)
    granted(person, officer, course=course, starts_on=after(250), ends_on=after(400))

    between = granted(
        person, officer, course=course, starts_on=after(101), ends_on=after(249)
    )

    assert (between.is_waiting, between.has_days) == (True, False)


def test_confirmed_exemption_does_not_use_up_the_year(
    person, officer, other, course, time_machine
):
    made = granted(person, officer, course=course, ends_on=after(500))
    time_machine.move_to(AT + timedelta(days=1), tick=False)
    decide_longer_exemption(made, is_confirmed=True, by=other, reason="Seen")
    time_machine.move_to(AT + timedelta(days=490), tick=False)

    next_one = granted(
        person, officer, course=course, starts_on=after(501), ends_on=after(800)
    )

    assert not next_one.is_waiting


def test_first_day_in_a_year_gains_nothing(person, officer):
    late = granted(person, officer, starts_on=after(365), ends_on=after(730))
    later = granted(person, officer, starts_on=after(366))

    assert days_of(late, later) == [(YEAR, YEAR), (after(366), YEAR)]
    assert (late.is_waiting, later.is_waiting) == (True, True)


def test_what_has_no_days_exempts_nobody(officer, other, time_machine):
    rule = RequirementFactory()
    person = AppointmentFactory(post=rule.post).staff_member
    made = granted(person, officer_of(person), course=rule.course, starts_on=after(366))
    second = officer_of(person)

    def state(on):
        (one,) = list_standings(StaffMember.objects.filter(pk=person.pk), on=on)
        return one.state

    time_machine.move_to(AT + timedelta(days=370), tick=False)
    assert state(after(370)) == StandingState.EXPIRED
    assert made in Exemption.objects.decidable_by(second, after(370))

    decide_longer_exemption(made, is_confirmed=True, by=second, reason="Seen")

    assert state(after(370)) == StandingState.WAIVED
    assert state(after(369)) == StandingState.EXPIRED


def test_declined_exemption_is_not_confirmed_afterwards(person, officer, other):
    made = granted(person, officer)

    decide_longer_exemption(made, is_confirmed=False, by=other, reason="Too long")

    kept = Exemption.objects.get()
    assert (kept.ends_on, kept.is_waiting, kept.confirmed_by) == (YEAR, False, None)
    entry = Entry.objects.get(action="compliance.exemption_declined")
    assert (entry.by, entry.reason) == (other, "Too long")
    with pytest.raises(ComplianceError):
        decide_longer_exemption(made, is_confirmed=True, by=other, reason="Seen")


def test_what_was_ended_on_its_last_day_is_not_brought_back(
    person, officer, other, time_machine
):
    made = granted(person, officer)
    time_machine.move_to(AT + timedelta(days=365), tick=False)
    end_exemption(made, on=YEAR, by=officer)

    with pytest.raises(ComplianceError):
        decide_longer_exemption(made, is_confirmed=True, by=other, reason="Seen")


def test_exemption_of_a_day_to_come_can_be_ended(person, officer, other):
    made = granted(person, officer, starts_on=after(30))
    end_exemption(made, on=AT.date(), by=officer)

    assert not Exemption.objects.get().has_days
    with pytest.raises(ComplianceError):
        decide_longer_exemption(made, is_confirmed=True, by=other, reason="Seen")


@pytest.mark.parametrize("waits", [True, False])
def test_ending_gives_no_days_to_what_never_began(
    person, officer, other, time_machine, waits
):
    made = granted(person, officer, starts_on=after(366))
    if not waits:
        decide_longer_exemption(made, is_confirmed=False, by=other, reason="Too long")
    time_machine.move_to(AT + timedelta(days=370), tick=False)

    with suppress(ComplianceError):
        end_exemption(made, on=after(370), by=officer)

    kept = Exemption.objects.get()
    assert (kept.has_days, kept.is_waiting) == (False, False)


def test_ending_does_not_make_an_exemption_longer(person, officer, time_machine):
    made = granted(person, officer, ends_on=after(10))
    time_machine.move_to(AT + timedelta(days=40), tick=False)

    with pytest.raises(ComplianceError):
        end_exemption(made, on=after(40), by=officer)

    assert Exemption.objects.get().ends_on == after(10)


def test_officer_of_other_people_does_not_decide(person, officer):
    made = granted(person, officer)
    stranger = officer_of(StaffMemberFactory())

    for confirmed in (True, False):
        with pytest.raises(ComplianceError, match="басқа қызметкер жауап"):
            decide_longer_exemption(
                made, is_confirmed=confirmed, by=stranger, reason="Seen"
            )

    assert Exemption.objects.get().is_waiting


@pytest.mark.parametrize("confirmed", [True, False])
def test_decision_is_not_kept_from_whoever_granted_it(
    person, officer, other, confirmed
):
    made = granted(person, officer)
    later = AT + timedelta(days=1)
    decide_longer_exemption(
        made, is_confirmed=confirmed, by=other, reason="Seen", at=later
    )

    told = Notice.objects.get(user=officer)
    said = render_notice(told.kind, told.context)
    assert person.staff_number in said.subject
    assert person.family_name not in said.subject
