"""Certificates at the desk: revoked by two persons, issued with another name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.certificates.models import (
    Certificate,
    RevocationDecision,
    RevocationProposal,
)
from courses.records.models import Withdrawal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.certificates.addresses import ASKED, PROPOSALS, page
from tests.courses.desk.certificates.papers import hr, paper, proposed, revoked
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.mark.parametrize("left_out", ASKED)
def test_proposal_without_a_part_is_refused(client, house, ministry, left_out):
    one = paper(house.insider)

    answer = client.post(page("revoke", one), ASKED | {left_out: ""})

    assert answer.status_code == 400
    assert not RevocationProposal.objects.exists()


def test_proposal_about_her_own_certificate_is_refused_in_words(
    client, house, ministry
):
    house.insider.user = ministry
    house.insider.save()

    answer = client.post(page("revoke", paper(house.insider)), ASKED)

    assert answer.status_code == 400
    assert "Someone else must decide about it" in answer.text


def test_one_proposes_and_another_confirms(client, house, ministry, enter):
    one = paper(house.insider)
    client.post(page("revoke", one), ASKED)
    proposal = RevocationProposal.objects.get()
    decision = {"decision": "confirm", "reason": "The log says so."}
    own = client.post(page("decide", proposal), decision)
    assert own.status_code == 400
    assert "a second person must decide on it" in own.text
    assert Entry.objects.filter(action="certificates.viewed", by=ministry).exists()

    second = enter(Role.MINISTRY_HR)
    assert (
        "is waiting for you as the second person"
        in client.get(reverse("desk:home")).text
    )
    answer = client.post(page("decide", proposal), decision, follow=True)

    assert "its holder is told" in answer.text
    assert RevocationDecision.objects.get().by == second
    assert Certificate.objects.get().state == "revoked"
    assert "second person" not in client.get(reverse("desk:home")).text


def test_administrator_may_be_the_second_person(client, house, enter):
    proposal = proposed(paper(house.insider))
    enter(Role.ADMINISTRATOR)

    client.post(page("decide", proposal), {"decision": "confirm", "reason": "Seen."})

    assert Withdrawal.objects.count() == 1


def test_facility_reads_the_proposal_and_decides_nothing(client, house, enter):
    proposal = proposed(paper(house.insider))
    enter(Role.FACILITY_HR)

    assert (
        "or an administrator decides on it" in client.get(page("decide", proposal)).text
    )
    answer = client.post(
        page("decide", proposal), {"decision": "confirm", "reason": "Seen."}
    )

    assert answer.status_code == 400
    assert not Withdrawal.objects.exists()


def test_declined_proposal_is_kept_with_its_reason(client, house, ministry):
    proposal = proposed(paper(house.insider))

    client.post(
        page("decide", proposal), {"decision": "decline", "reason": "No proof."}
    )

    assert "No proof." in client.get(page("decide", proposal)).text
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("decision", [{"decision": "confirm"}, {"reason": "x"}])
def test_decision_without_a_part_is_refused(client, house, ministry, decision):
    proposal = proposed(paper(house.insider))

    assert client.post(page("decide", proposal), decision).status_code == 400
    assert not RevocationDecision.objects.exists()


def test_waiting_proposals_come_first(client, house, ministry):
    first = proposed(paper(house.insider))
    revoked(paper(house.insider))

    answer = client.get(PROPOSALS)

    assert next(iter(answer.context["page"])) == first
    assert len(answer.context["page"]) == 2


def test_proposals_take_no_more_queries_for_three_than_for_one(client, house, ministry):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(PROPOSALS)
        return len(counted)

    proposed(paper(house.insider))
    client.get(PROPOSALS)
    one = queries()
    revoked(paper(house.insider))
    proposed(paper(house.insider))

    assert queries() == one


@pytest.mark.parametrize(
    "wrong", [{"family_name": ""}, {"family_name": "=1"}, {"reason": ""}]
)
def test_rename_of_what_is_no_name_is_refused(client, house, ministry, wrong):
    person = AppointmentFactory(establishment=house.mine).staff_member
    name = {"family_name": "Нұрланова", "given_name": "Айгүл", "reason": "Marriage"}

    answer = client.post(reverse("desk:rename", args=[person.key]), name | wrong)

    person.refresh_from_db()
    assert answer.status_code == 400
    assert person.family_name == "Сериков"


def test_issue_with_the_present_name_is_offered_where_the_names_differ(
    client, house, ministry
):
    person = AppointmentFactory(establishment=house.mine).staff_member
    same = paper(person)
    other = paper(person, holder_name=person.full_name.upper())

    offers = [
        page("replace", one) in client.get(page("certificate", one)).text
        for one in (same, other)
    ]
    answer = client.post(page("replace", other), {"reason": "An import"}, follow=True)

    assert offers == [False, True]
    assert answer.context["certificate"].replaces == other
    assert answer.context["certificate"].holder_name == person.full_name


def test_revoked_one_is_not_issued_anew(client, house, ministry):
    one = paper(house.insider, holder_name="Ескі Айгүл")
    revoked(one)

    answer = client.post(page("replace", one), {"reason": "Marriage"})

    assert answer.status_code == 400
    assert Certificate.objects.count() == 1


def test_administrator_finds_the_proposals_in_her_menu(client, house, enter):
    enter(Role.ADMINISTRATOR)
    proposed(paper(house.insider), by=hr(Role.FACILITY_HR))

    home = client.get(reverse("desk:home")).text
    assert f'href="{reverse("desk:certificates:proposals")}"' in home
