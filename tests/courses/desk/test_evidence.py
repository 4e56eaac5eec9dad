"""Evidence at the desk: the ministry alone, with a purpose, about people of its remit."""

import io
import uuid
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.marks import marking
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.assessment import NOW, answer, begin, exam_enrolment

pytestmark = pytest.mark.django_db


def sat(learner, *, marked=True):
    attempt = begin(exam_enrolment(learner=learner))
    answer(attempt)
    return marking.mark(attempt, at=NOW) if marked else attempt


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
