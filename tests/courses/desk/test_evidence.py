"""Evidence at the desk: the ministry alone, with a purpose, about people of its remit."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment.marks import attempt_marking
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.assessment import NOW, answer, begin, exam_enrolment
from tests.factories.compliance import ExemptionFactory, PassFactory, RequirementFactory
from tests.factories.courses import EnrolmentFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory
from tests.factories.updating import DAY, change, cite, guideline, held

pytestmark = pytest.mark.django_db


def sat(learner, *, marked=True):
    attempt = begin(exam_enrolment(learner=learner))
    answer(attempt)
    return attempt_marking.mark_attempt(attempt, at=NOW) if marked else attempt


def enrol(person, edition):
    EnrolmentFactory(learner=person, edition=edition)


def oblige(person, edition):
    rule = RequirementFactory(course=edition.course, months=24)
    AppointmentFactory(staff_member=person, post=rule.post)


def hold(person, edition, days=600):
    """Have ``person`` hold, for so many days from today, what a rule asks of them."""
    oblige(person, edition)
    until = timezone.localdate() + timedelta(days=days)
    passed_on = until - timedelta(days=700)
    facts = {"course": edition.course, "passed_on": passed_on, "expires_on": until}
    PassFactory(learner=person, **facts)


def renew_soon(person, edition):
    hold(person, edition, days=30)


def exempt(person, edition):
    oblige(person, edition)
    ExemptionFactory(staff_member=person, course=edition.course)


def update(person, edition):
    """Have ``person`` hold, without a rule, what a clause was changed under."""
    guideline("1.1", "1.2")
    cite(edition.entries.get(position=1).version, "MG-6 1.1")
    held(edition, learner=person, passed_on=timezone.localdate() - DAY)
    change("1.1", at=timezone.now())


def issued_or_read():
    """What was handed out, and whose keys were read."""
    told = ("evidence.issued", "questions.key_viewed", "questions.keys_viewed")
    return Entry.objects.filter(action__in=told)


def issue(attempt, person=None):
    person = person or attempt.enrolment.learner
    return reverse("desk:evidence:issue", args=[person.key, attempt.key])


def test_people_and_attempts_of_others_are_not_found(client, enter, house):
    enter(Role.MINISTRY_HR)
    other = sat(house.outsider)
    unmarked = sat(house.insider, marked=False)

    for page in (
        issue(other),
        issue(other, house.insider),
        issue(unmarked),
        reverse("desk:evidence:attempts", args=[house.outsider.key]),
        reverse("desk:evidence:issue", args=[house.insider.key, uuid.uuid4()]),
    ):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("purpose", ["", "   ", "x" * 201])
def test_evidence_is_not_issued_without_a_purpose(client, enter, house, purpose):
    enter(Role.MINISTRY_HR)

    page = client.post(issue(sat(house.insider)), {"purpose": purpose})

    assert page.status_code == 400
    assert not Entry.objects.filter(action="evidence.issued").exists()


def test_archive_is_handed_out_and_the_person_can_read_that_it_was(
    client, enter, house
):
    enter(Role.MINISTRY_HR)

    page = client.post(issue(sat(house.insider)), {"purpose": "Комиссия, дау № 7"})

    assert page["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(page.content)) as pack:
        assert {"manifest.json", "verify.py"} <= set(pack.namelist())
    entry = Entry.objects.get(action="evidence.issued")
    assert (entry.person, entry.reason) == (
        str(house.insider.key),
        "Комиссия, дау № 7",
    )


def test_nobody_takes_out_the_evidence_of_their_own_exam(client, enter, house):
    own = StaffMemberFactory(user=enter(Role.MINISTRY_HR))
    AppointmentFactory(establishment=house.mine, staff_member=own)
    attempt = sat(own)

    with translation.override("en"):
        page = client.post(issue(attempt), {"purpose": "Комиссия, дау № 7"})

    assert page.status_code == 400
    assert "This is your own exam. Ask another officer" in page.text
    assert not issued_or_read()


@pytest.mark.parametrize("bind", [enrol, oblige, renew_soon, exempt, update])
def test_nobody_takes_out_keys_of_a_course_that_they_have_yet_to_pass(
    client, enter, house, bind
):
    officer = StaffMemberFactory(user=enter(Role.MINISTRY_HR))
    attempt = sat(house.insider)
    bind(officer, attempt.enrolment.edition)

    with translation.override("en"):
        page = client.post(issue(attempt), {"purpose": "Комиссия, дау № 7"})

    assert page.status_code == 400
    assert (
        "an officer of the ministry who has passed it or does not have to" in page.text
    )
    assert not issued_or_read()


def test_whoever_takes_out_keys_leaves_a_look_at_those_of_the_course(
    client, enter, house
):
    officer = enter(Role.MINISTRY_HR)
    attempt = sat(house.insider)

    client.post(issue(attempt), {"purpose": "Комиссия"})
    client.post(issue(attempt), {"purpose": "Комиссия"})

    looked = Entry.objects.get(action="questions.keys_viewed")
    assert (looked.by, looked.details) == (
        officer,
        {"course": attempt.enrolment.course.code, "question": ""},
    )


def test_whoever_holds_the_course_leaves_a_look_at_each_key(client, enter, house):
    officer = StaffMemberFactory(user=enter(Role.MINISTRY_HR))
    attempt = sat(house.insider)
    hold(officer, attempt.enrolment.edition)

    page = client.post(issue(attempt), {"purpose": "Комиссия"})

    assert page["Content-Type"] == "application/zip"
    looked = Entry.objects.filter(action="questions.key_viewed", by=officer.user)
    asked = attempt.items.values_list("question__version__unit__key", flat=True)
    assert {one.details["question"] for one in looked} == set(map(str, asked))


def test_list_of_attempts_costs_the_same_for_one_and_three(client, enter, house):
    enter(Role.MINISTRY_HR)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk:evidence:attempts", args=[house.insider.key]))
        return len(seen)

    sat(house.insider)
    queries()
    with_one = queries()
    sat(house.insider)
    sat(house.insider)

    assert queries() == with_one


def test_record_of_a_person_leads_there(client, enter, house):
    enter(Role.MINISTRY_HR)

    page = client.get(reverse("desk:person", args=[house.insider.key]))

    address = reverse("desk:evidence:attempts", args=[house.insider.key])
    assert address in page.content.decode()
