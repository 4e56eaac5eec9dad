"""A guideline changes: which certificates wait for an update, and how they get it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from courses.assessment.bank import rechecking
from courses.assessment.marks import marking
from courses.assessment.models import Attempt, Purpose
from courses.certificates.updates import with_updates
from courses.compliance.assigning import assign_due
from courses.compliance.reminding import remind
from courses.compliance.standing import standings
from courses.models import Enrolment
from courses.updating import announcing, demanding, doing
from courses.updating.errors import UpdateError
from courses.updating.models import UpdateDemand, UpdateDone
from courses.updating.tasks import asked, changed, changes, task_of, tasks_of
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from elearning.notices.models import Notice
from elearning.staff.models import Absence, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, answer
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory
from tests.factories.updating import (
    DAY,
    change,
    cite,
    edition_citing,
    guideline,
    held,
    questions_of,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DUE = TODAY + timedelta(days=45)
LATE = DUE + DAY


@pytest.fixture(autouse=True)
def _english(db):
    guideline("1.1", "1.2")
    with translation.override("en"):
        yield


@pytest.fixture
def edition():
    """A course that rests on clause 1.1, as do two of its four questions."""
    return edition_citing("MG-6 1.1", asked=2)


@pytest.fixture
def certificate(edition):
    return held(edition)


def moment(on):
    return datetime.combine(on, time(6), UTC)


def enrolment_of(certificate):
    return certificate.completion.enrolment


def task(certificate, on=TODAY):
    return task_of(enrolment_of(certificate), on=on)


def recheck(edition, at=NOW):
    """Let a trainer say that the questions are still right, so that they are live again."""
    for question in questions_of(edition)[:2]:
        rechecking.reaffirm(question, reason="Still right", by=UserFactory(), at=at)


def start(certificate, at=NOW, seen=None):
    enrolment = enrolment_of(certificate)
    seen = task(certificate).seen if seen is None else seen
    by = enrolment.learner.user
    return doing.start(enrolment, seen=seen, at=at, by=by, language="kk")


def confirm(certificate, at=NOW, seen=None):
    enrolment = enrolment_of(certificate)
    seen = task(certificate).seen if seen is None else seen
    by = enrolment.learner.user
    doing.confirm(enrolment, seen=seen, at=at, by=by, language="kk")


def settled(certificate, at=NOW):
    """Have the holder confirm once the questions have been looked at for too long."""
    confirm(certificate, at=at + 30 * DAY)


# --- what a release demands -----------------------------------------------------------


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
        demanding.demand(cause, by=None)


# --- how certificates stand -----------------------------------------------------------


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
    assert tasks_of(holder, on=TODAY + 5 * DAY) == []


@pytest.mark.parametrize("holders", [1, 3])
def test_list_of_certificates_takes_the_same_queries_for_many(
    edition, holders, django_assert_num_queries
):
    rows = [held(edition) for _number in range(holders)]
    change("1.1")

    with django_assert_num_queries(3):
        assert {one.update_due_on is None for one in with_updates(rows)} == {False}


# --- where people stand ---------------------------------------------------------------


@pytest.fixture
def officer(certificate):
    """The holder, in a post that demands the course."""
    rule = RequirementFactory(course=certificate.completion.course, months=24)
    person = certificate.completion.learner
    AppointmentFactory(staff_member=person, post=rule.post)
    return person


def stand(person, on):
    (found,) = standings(StaffMember.objects.filter(pk=person.pk), on=on)
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

    assert assign_due(moment(TODAY)) == 0
    assert assign_due(moment(LATE)) == 0


def test_holder_is_reminded_of_the_update_and_not_of_the_course(officer):
    change("1.1")

    assert remind(moment(TODAY)) == 0
    assert remind(moment(DUE - 13 * DAY)) == 1
    assert remind(moment(DUE - 12 * DAY)) == 0
    assert remind(moment(DUE)) == 1
    notices = Notice.objects.filter(user=officer.user).order_by("pk")
    assert [one.subject for one in notices] == [
        f"Course {officer.completions.get().course.code}: "
        f"your certificate is to be updated {when}"
        for when in ("within 13 days", "today")
    ]


# --- the task -------------------------------------------------------------------------


def test_task_shows_the_changed_clause_it_rests_on_with_the_reason(certificate):
    change("1.1", "1.2")

    found = task(certificate)

    (part,) = changed(found, changes(found))
    assert (str(part.change.clause), part.change.reason) == ("MG-6 1.1", "Заң өзгерді")
    words = [(piece.kind, piece.text) for piece in part.difference.lines[1]]
    assert words[:2] == [("del", "Мәтін"), ("ins", "Жаңа")]


@pytest.mark.parametrize("number", [1, 3])
def test_tasks_take_the_same_queries_for_many_courses(
    number, django_assert_num_queries
):
    holder = held(edition_citing("MG-6 1.1")).completion.learner
    for _number in range(number - 1):
        held(edition_citing("MG-6 1.1"), learner=holder)
    change("1.1")

    with django_assert_num_queries(3):
        assert len(tasks_of(holder, on=TODAY)) == number


def test_task_waits_while_its_questions_are_looked_at(certificate, edition):
    change("1.1")

    found = asked(task(certificate), on=TODAY)
    assert (found.questions, found.waits) == (0, True)
    with pytest.raises(UpdateError):
        confirm(certificate)
    with pytest.raises(UpdateError):
        start(certificate)

    recheck(edition)
    found = asked(task(certificate), on=TODAY)
    assert (found.questions, found.waits) == (2, False)


def test_questions_not_looked_at_for_30_days_hold_up_nobody(certificate):
    change("1.1")

    confirm(certificate, at=NOW + 30 * DAY)

    assert certificate.update_on(TODAY + 30 * DAY) is None


def test_course_without_questions_about_the_clause_asks_for_the_reading():
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1")

    confirm(certificate)

    assert UpdateDone.objects.get().attempt is None


def test_reading_is_not_enough_where_there_are_questions(certificate, edition):
    change("1.1")
    recheck(edition)

    with pytest.raises(UpdateError) as error:
        confirm(certificate)

    assert str(error.value) == (
        "There are questions about these changes now. Answer them."
    )
    assert not UpdateDone.objects.exists()


def test_nothing_is_done_for_who_has_nothing_to_update(certificate):
    with pytest.raises(UpdateError) as error:
        confirm(certificate, seen="")

    assert str(error.value).startswith("Nothing is to be updated here.")


def test_page_from_before_another_change_confirms_nothing():
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1")
    seen = task(certificate).seen
    change("1.1", words="Тағы")

    with pytest.raises(UpdateError) as error:
        confirm(certificate, seen=seen)

    assert str(error.value).startswith("Meanwhile more has changed.")
    assert not UpdateDone.objects.exists()


def test_test_asks_only_about_the_changed_clauses(certificate, edition):
    change("1.1")
    recheck(edition)

    attempt = start(certificate)

    assert attempt.purpose == Purpose.UPDATE
    asked_of = {item.question for item in attempt.items.select_related("question")}
    assert asked_of == set(questions_of(edition)[:2])
    assert start(certificate) == attempt


def test_test_asks_five_questions_of_many():
    edition = edition_citing("MG-6 1.1", asked=8, questions=8)
    certificate = held(edition)
    change("1.1")
    for question in questions_of(edition):
        rechecking.reaffirm(question, reason="Right", by=UserFactory(), at=NOW)

    assert start(certificate).items.count() == 5


def test_failed_test_changes_nothing_and_may_be_repeated(certificate, edition):
    change("1.1")
    recheck(edition)
    first = start(certificate)
    answer(first, wrong=(1, 2))
    marking.mark(first, at=NOW + DAY / 24, by=certificate.holder.user)

    assert certificate.update_on(TODAY) == DUE
    again = start(certificate, at=NOW + DAY / 12)
    assert (again.number, again.pk != first.pk) == (2, True)


def test_passed_test_makes_the_certificate_valid_as_before(certificate, edition):
    change("1.1")
    recheck(edition)
    attempt = start(certificate)
    answer(attempt)
    marking.mark(attempt, at=NOW + DAY / 24, by=certificate.holder.user)

    done = UpdateDone.objects.get()
    assert (done.learner, done.course, done.attempt, done.done_on) == (
        certificate.holder,
        edition.course,
        attempt,
        TODAY,
    )
    assert certificate.update_on(TODAY) is None
    assert certificate.state_on(date(2028, 3, 2)) == "valid"
    assert certificate.state_on(date(2028, 3, 3)) == "expired"
    assert Entry.objects.filter(
        action="updating.done", person=done.learner.key
    ).exists()
    assert not Attempt.objects.filter(enrolment=enrolment_of(certificate)).exists()


def test_update_is_told_once_with_the_clauses_and_no_name(certificate):
    change("1.1", "1.2")
    settled(certificate)

    rows = [one.content for one in Statement.objects.all()]
    (told,) = [one for one in rows if one["verb"]["id"].endswith("/verbs/updated")]
    extensions = {
        key[-5:]: value for key, value in told["context"]["extensions"].items()
    }
    assert extensions["cites"] == ["MG-6 1.1", "MG-6 1.2"]
    assert certificate.holder.family_name not in str(told)


def test_nobody_sees_updates_outside_her_remit(certificate):
    change("1.1")
    settled(certificate)

    assert UpdateDone.objects.visible_to(certificate.holder.user).count() == 1
    assert not UpdateDone.objects.visible_to(UserFactory()).exists()


# --- being told -----------------------------------------------------------------------


def test_holder_is_told_once_when_her_update_can_be_done(officer, certificate, edition):
    EnrolmentFactory(edition=edition)
    change("1.1")

    assert announcing.announce(NOW) == 0
    recheck(edition)
    assert announcing.announce(NOW + DAY) == 1
    assert announcing.announce(NOW + 2 * DAY) == 0
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

    assert announcing.announce(NOW + 31 * DAY) == 0
    assert not Notice.objects.filter(user=left.holder.user).exists()


def test_lesson_that_is_cited_later_asks_nobody_anew(certificate, edition):
    change("1.1")
    other = edition_citing("MG-6 1.2")
    cite(other.entries.get(position=1).version, "MG-6 1.1")

    assert [row.edition for row in UpdateDemand.objects.all()] == [edition]
    assert Enrolment.objects.count() == 1
