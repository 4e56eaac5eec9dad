"""A leaked question at the desk: what whom is shown of it."""

import pytest

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.bank.questions import address, leak, sat

pytestmark = pytest.mark.django_db


def test_trainer_sees_numbers_and_establishments_and_no_person(
    client, house, enter, question
):
    sat(question, house.insider)
    leak(question)
    enter(Role.TRAINER)

    page = client.get(address("question", question))

    assert page.context["leak"].attempts == 1
    assert page.context["leak"].places == [(house.mine, 1)]
    assert page.context["is_small"], "results of one person would point at her"
    shown = page.content.decode()
    assert house.mine.title in shown
    assert house.insider.family_name not in shown
    assert house.insider.staff_number not in shown


def test_officer_sees_her_own_people_with_and_without_and_the_look_is_audited(
    client, house, enter, question
):
    for person in (house.insider, house.outsider):
        sat(question, person)
    leak(question)
    officer = enter(Role.FACILITY_HR)

    page = client.get(address("leak", question))

    ((attempt, effect),) = page.context["lines"]
    assert attempt.enrolment.learner == house.insider
    assert effect.passes_only_with
    assert (
        question.versions.get().question.text()[0]["stem"] not in page.content.decode()
    )
    assert Entry.objects.get(action="assessment.leak_viewed").by == officer


def test_running_attempt_has_no_result_yet(client, house, enter, question):
    sat(question, house.insider, marked=False)
    leak(question)
    enter(Role.FACILITY_HR)

    page = client.get(address("leak", question))

    assert [effect for _attempt, effect in page.context["lines"]] == [None]


def test_question_that_reached_none_of_her_people_does_not_exist(
    client, house, enter, question
):
    sat(question, house.outsider)
    leak(question)
    enter(Role.FACILITY_HR)

    assert list(client.get(address("leaks", question)).context["lines"]) == []
    assert client.get(address("leak", question)).status_code == 404


def test_question_that_never_leaked_does_not_exist(client, house, enter, question):
    sat(question, house.insider)
    enter(Role.FACILITY_HR)

    assert client.get(address("leak", question)).status_code == 404
