"""Whatever counts passes counts one no more from the day on which it was withdrawn."""

import random
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses import progress
from courses.certificates.models import Certificate
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.status import list_standings
from courses.enrolment import enrol_learner
from courses.learner.archive import build_learner_archive
from courses.learner.training_overview import build_training_overview
from courses.models import Course
from courses.provisions.models import Clause
from courses.records.completions.course_completion import record_completion
from courses.records.models import Completion, Withdrawal
from courses.traceability.clause_impact import build_clause_impact
from courses.updates.models import UpdateDemand
from courses.updates.update_notices import announce_updates
from courses.updates.update_status import (
    find_first_due_date,
    load_first_due_dates,
    load_open_updates,
)
from courses.updates.update_tasks import list_update_tasks
from elearning.notices.models import Notice
from elearning.staff.models import StaffMember
from tests.courses.compliance import summaries
from tests.factories.assessment import NOW
from tests.factories.certificates import CertificateFactory, WithdrawalFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory
from tests.factories.updating import change, edition_citing, guideline, held

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FIRST = date(2026, 1, 15)
SPAN = 900


def told(person, on):
    """What every screen is made of, for one person on one day."""
    mine = StaffMember.objects.filter(pk=person.pk)
    found = list_standings(mine, on=on)
    lines = [
        (
            one.course.code,
            one.state,
            one.due_on,
            one.expires_on,
            one.is_held,
            one.update_due_on,
            one.update_minutes,
        )
        for one in found
    ]
    in_one_query = {}
    for one in found:
        in_one_query |= load_first_due_dates(person.pk, one.course.pk, on=on)
    assert in_one_query == {
        pk: find_first_due_date(updates)
        for pk, updates in load_open_updates([person.pk], on=on).items()
    }
    row = summaries.total_row(found)
    waits = [(one.due_on, one.minutes) for one in list_update_tasks(person, on=on)]
    return lines, row.in_order, summaries.update_summary(found), waits


def passed(person, edition, days):
    """One pass for each of ``days`` after the first, by an enrolment of its own."""
    rows = []
    for number in days:
        at = NOW.replace(year=2026, month=1, day=15) + number * DAY
        enrolment = EnrolmentFactory(
            learner=person, edition=edition, enrolled_at=at - DAY, completed_at=at
        )
        rows.append(
            PassFactory(
                learner=person,
                course=edition.course,
                edition=edition,
                enrolment=enrolment,
                passed_on=FIRST + number * DAY,
            )
        )
    return rows


@pytest.mark.parametrize("seed", range(12))
def test_history_is_as_if_never_withdrawn_before_the_day_and_never_passed_after_it(
    seed,
):
    chance = random.Random(seed)
    guideline("1.1", "1.2")
    edition = edition_citing("MG-6 1.1")
    rule = RequirementFactory(
        course=edition.course, months=chance.choice([6, 12, 24, 36])
    )
    withdrawn_one, untouched, without = (
        AppointmentFactory(post=rule.post, starts_on=FIRST).staff_member
        for _person in range(3)
    )
    days = sorted(chance.sample(range(SPAN), chance.randint(1, 5)))
    lost = set(chance.sample(days, chance.randint(1, len(days))))
    rows = passed(withdrawn_one, edition, days)
    passed(untouched, edition, days)
    passed(without, edition, [day for day in days if day not in lost])
    last = FIRST + (days[-1] + chance.randint(0, 90)) * DAY
    for day, row in zip(days, rows, strict=True):
        if day in lost:
            WithdrawalFactory(completion=row, withdrawn_on=last)
    change("1.1", at=NOW + chance.randint(-200, 700) * DAY)

    for on in [last - DAY, last, *(FIRST + n * DAY for n in range(0, SPAN, 61))]:
        alike = untouched if on < last else without
        assert told(withdrawn_one, on) == told(alike, on), on


def test_completion_counts_as_of_the_day_before_and_not_on_the_day():
    row = WithdrawalFactory(withdrawn_on=date(2026, 5, 4)).completion

    assert list(Completion.objects.as_of(date(2026, 5, 3))) == [row]
    assert list(Completion.objects.valid(date(2026, 5, 3))) == [row]
    assert list(Completion.objects.as_of(date(2026, 5, 4))) == []
    assert list(Completion.objects.valid(date(2026, 5, 4))) == []


def test_next_pass_takes_no_anniversary_from_one_that_was_withdrawn():
    """Inside the window of renewal the old day would have been kept (curriculum R2)."""
    first = PassFactory(passed_on=FIRST, edition=EditionFactory(), course__code="C1")
    WithdrawalFactory(
        completion=first, withdrawn_on=first.expires_on - timedelta(days=20)
    )
    again = EnrolmentFactory(learner=first.learner, edition=first.edition)
    Course.objects.filter(pk=again.course_id).update(validity_months=24)
    at = NOW.replace(year=2028, month=1, day=1)

    made = record_completion(again, by=None, at=at, score=0.9, language="kk")

    assert made.expires_on == date(2030, 1, 1)
    assert Certificate.objects.get().renews is None


def test_course_is_assigned_again_and_can_be_joined_and_passed():
    edition = EditionFactory()
    rule = RequirementFactory(course=edition.course)
    person = AppointmentFactory(post=rule.post, starts_on=FIRST).staff_member
    (row,) = passed(person, edition, [10])
    at = NOW.replace(year=2026, month=3, day=1)
    assert assign_due_courses(at) == 0
    WithdrawalFactory(completion=row, withdrawn_on=date(2026, 3, 1))

    assert assign_due_courses(at) == 1
    again = person.enrolments.get(completed_at=None)
    assert enrol_learner(person, edition.course, by=None) == again
    for entry in edition.steps:
        progress.finish_unit(again, entry.version.unit, language="kk", at=at)
    made = Completion.objects.get(enrolment=again)
    assert list(Completion.objects.valid(date(2026, 3, 2))) == [made]


def test_training_says_revoked_where_it_said_completed(client):
    edition = EditionFactory()
    kept = EnrolmentFactory(edition=edition, completed_at=NOW)
    lost = EnrolmentFactory(edition=edition, completed_at=NOW)
    for enrolment in (kept, lost):
        PassFactory(
            enrolment=enrolment, learner=enrolment.learner, course=edition.course
        )
    WithdrawalFactory(completion=lost.completion)

    pages = []
    for enrolment in (kept, lost):
        client.force_login(enrolment.learner.user)
        with translation.override("en"):
            pages.append(client.get(reverse("learner:training")).content.decode())

    assert [("state-completed" in page) for page in pages] == [True, False]
    assert [("state-revoked" in page) for page in pages] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_training_asks_no_more_for_three_than_for_one(
    count, django_assert_max_num_queries
):
    person = AppointmentFactory().staff_member
    for row in passed(
        person, EditionFactory(), [number * 50 for number in range(count)]
    ):
        WithdrawalFactory(completion=row)

    with django_assert_max_num_queries(15):
        training = build_training_overview(person, NOW)
        said = [one.is_withdrawn for one in training.finished]

    assert said == [True] * count


def test_her_own_record_and_archive_tell_of_it(client):
    lost = WithdrawalFactory()
    CertificateFactory(completion=lost.completion)
    learner = lost.completion.learner
    client.force_login(learner.user)

    with translation.override("en"):
        page = client.get(reverse("learner:records")).content.decode()
    archive = build_learner_archive(learner)

    assert "The rules of the exam were broken" in page
    (row,) = archive["completions"]
    assert row["withdrawal__ground"] == "breach"
    assert row["withdrawal__withdrawn_on"] == lost.withdrawn_on


def test_impact_counts_one_paper_for_a_pass_and_none_for_one_withdrawn():
    guideline("1.1")
    edition = edition_citing("MG-6 1.1")
    first = held(edition)
    CertificateFactory(completion=first.completion, replaces=first, number="C1-2026-2")
    lost = held(edition)
    WithdrawalFactory(completion=lost.completion, withdrawn_on=NOW.date())
    found = build_clause_impact(
        Clause.objects.filter(number="1.1"), Course.objects.all()
    )

    before, after = found.people(NOW.date() - DAY), found.people(NOW.date())

    assert (before.certificates, before.people) == (2, 2)
    assert (after.certificates, after.people) == (1, 1)


def test_update_of_a_withdrawn_pass_is_neither_open_nor_announced():
    guideline("1.1")
    certificate = held(edition_citing("MG-6 1.1"))
    AppointmentFactory(staff_member=certificate.holder)
    change("1.1", among=("1.1",))
    on = NOW.date()
    learner = certificate.holder
    assert UpdateDemand.objects.exists()
    assert set(load_open_updates([learner.pk], on=on)) == {certificate.completion_id}

    WithdrawalFactory(completion=certificate.completion, withdrawn_on=on)

    assert load_open_updates([learner.pk], on=on) == {}
    assert list_update_tasks(learner, on=on) == []
    assert announce_updates(NOW) == 0
    assert not Notice.objects.exists()
    assert Certificate.objects.get().update_on(on) is None


def test_nothing_that_was_on_record_is_gone():
    lost = WithdrawalFactory()
    CertificateFactory(completion=lost.completion)

    assert Completion.objects.count() == Certificate.objects.count() == 1
    assert Withdrawal.objects.get().withdrawn_on <= timezone.localdate()
