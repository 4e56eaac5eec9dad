"""A guideline changes: which certificates wait for an update, and who is told."""

from datetime import date

import pytest

from courses.certificates.update_deadlines import attach_updates
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.reminders import send_reminders
from courses.compliance.status import list_standings
from courses.models import Enrolment
from courses.updates import update_demands, update_notices
from courses.updates.models import UpdateDemand
from courses.updates.update_tasks import list_update_tasks
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from elearning.staff.models import Absence, StaffMember
from tests.courses.updates.holders import DUE, LATE, TODAY, moment, recheck, settled
from tests.factories.assessment import NOW
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.updating import (
    DAY,
    change,
    cite,
    edition_citing,
    held,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def test_editorial_change_asks_nobody(certificate):
    change()

    assert not UpdateDemand.objects.exists()
    assert certificate.update_on(TODAY) is None


def test_change_of_a_clause_that_nothing_rests_on_asks_nobody(certificate):
    change("1.2")

    assert not UpdateDemand.objects.exists()


def test_change_in_substance_asks_by_edition_and_never_by_person(certificate, edition):
    held(edition)

    cause = change("1.1", "1.2")

    (demand,) = UpdateDemand.objects.all()
    assert (demand.edition, demand.cause, demand.starts_on, demand.due_on) == (
        edition,
        cause,
        TODAY,
        date(2026, 4, 16),
    )
    assert demand.minutes == 6
    entry = Entry.objects.get(action="updating.demanded")
    assert entry.details == {"courses": [edition.course.code], "due_on": "2026-04-16"}


@pytest.mark.parametrize("holders", [1, 3])
def test_release_costs_the_same_for_many_holders(
    edition, holders, django_assert_num_queries
):
    for _number in range(holders):
        held(edition)
    cause = change("1.1")

    with django_assert_num_queries(6):
        update_demands.create_guideline_demands(cause, by=None)


def test_certificate_is_valid_until_the_day_and_expired_on_day_46(certificate):
    change("1.1")

    assert certificate.update_on(TODAY - DAY) is None
    assert certificate.update_on(TODAY) == DUE
    assert [certificate.state_on(on) for on in (TODAY, DUE, LATE)] == [
        "valid",
        "valid",
        "expired",
    ]


def test_certificate_that_runs_out_before_the_day_says_nothing_of_an_update(edition):
    short = held(edition, expires_on=DUE - DAY)

    change("1.1")

    assert short.update_on(TODAY) is None
    assert short.state_on(DUE) == "expired"


def test_who_passes_later_by_the_old_edition_has_45_days_from_her_pass(edition):
    change("1.1")
    late = held(edition, passed_on=TODAY + 40 * DAY)

    assert late.update_on(TODAY + 41 * DAY) == TODAY + 85 * DAY


def test_who_passes_later_by_a_newer_edition_needs_no_update(certificate, edition):
    change("1.1")
    newer = EditionFactory(course=edition.course, number=edition.number + 1)
    holder = certificate.completion.learner

    other = held(newer, learner=holder, passed_on=TODAY + 5 * DAY)

    assert certificate.update_on(TODAY + 4 * DAY) == DUE
    assert certificate.update_on(TODAY + 5 * DAY) is None
    assert other.update_on(TODAY + 5 * DAY) is None
    assert list_update_tasks(holder, on=TODAY + 5 * DAY) == []


@pytest.mark.parametrize("holders", [1, 3])
def test_list_of_certificates_takes_the_same_queries_for_many(
    edition, holders, django_assert_num_queries
):
    rows = [held(edition) for _number in range(holders)]
    change("1.1")

    with django_assert_num_queries(3):
        assert {one.update_due_on is None for one in attach_updates(rows)} == {False}


def stand(person, on):
    (found,) = list_standings(StaffMember.objects.filter(pk=person.pk), on=on)
    return found


@pytest.mark.parametrize(
    ("on", "state", "holds"),
    [
        (TODAY - DAY, "valid", True),
        (TODAY, "update-due", True),
        (DUE, "update-due", True),
        (LATE, "expired", False),
    ],
)
def test_standing_is_due_for_45_days_then_expired_without_grace(
    officer, on, state, holds
):
    change("1.1")

    found = stand(officer, on)

    assert (found.state, found.is_held) == (state, holds)
    assert found.expires_on == date(2028, 3, 1)
    assert found.update_due_on == (DUE if on >= TODAY else None)


def test_standing_is_what_it_was_once_the_update_is_done(officer, certificate):
    change("1.1")
    settled(certificate)

    found = stand(officer, TODAY + 31 * DAY)

    assert (found.state, found.due_on) == ("valid", date(2028, 3, 1))
    assert stand(officer, TODAY + 29 * DAY).state == "update-due"


def test_absence_pauses_the_update_and_gives_time_after_it(officer):
    Absence.objects.create(
        staff_member=officer,
        kind=Absence.Kind.ILLNESS,
        starts_on=TODAY - DAY,
        ends_on=LATE + 10 * DAY,
    )
    change("1.1")

    assert stand(officer, LATE).state == "paused"
    back = stand(officer, LATE + 11 * DAY)
    assert (back.state, back.due_on) == ("update-due", LATE + 40 * DAY)


def test_update_puts_nobody_on_the_whole_course(officer):
    change("1.1")

    assert assign_due_courses(moment(TODAY)) == 0
    assert assign_due_courses(moment(LATE)) == 0


def test_holder_is_reminded_of_the_update_and_not_of_the_course(officer):
    change("1.1")

    assert send_reminders(moment(TODAY)) == 0
    assert send_reminders(moment(DUE - 13 * DAY)) == 1
    assert send_reminders(moment(DUE - 12 * DAY)) == 0
    assert send_reminders(moment(DUE)) == 1
    notices = Notice.objects.filter(user=officer.user).order_by("pk")
    assert [one.subject for one in notices] == [
        f"Course {officer.completions.get().course.code}: "
        f"update your certificate {when}"
        for when in ("within 13 days", "today")
    ]


def test_holder_is_told_once_when_her_update_can_be_done(officer, certificate, edition):
    EnrolmentFactory(edition=edition)
    change("1.1")

    assert update_notices.announce_updates(NOW) == 0
    recheck(edition)
    assert update_notices.announce_updates(NOW + DAY) == 1
    assert update_notices.announce_updates(NOW + 2 * DAY) == 0
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (officer.user, "/my/")
    assert notice.subject == (
        f"Course {edition.course.code}: update your certificate by 16 April 2026"
    )
    assert "about 6 minutes" in notice.text


def test_who_has_done_it_left_or_renewed_is_told_nothing(officer, certificate, edition):
    left = held(edition)
    change("1.1")
    settled(certificate)

    assert update_notices.announce_updates(NOW + 31 * DAY) == 0
    assert not Notice.objects.filter(user=left.holder.user).exists()


def test_lesson_that_is_cited_later_asks_nobody_anew(certificate, edition):
    change("1.1")
    other = edition_citing("MG-6 1.2")
    cite(other.entries.get(position=1).version, "MG-6 1.1")

    assert [row.edition for row in UpdateDemand.objects.all()] == [edition]
    assert Enrolment.objects.count() == 1
