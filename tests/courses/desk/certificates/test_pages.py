"""The desk's pages of certificates: found, revoked by two persons, issued with another name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.certificates.models import (
    Certificate,
    RevocationDecision,
    RevocationProposal,
)
from courses.records.models import Withdrawal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.certificates.papers import hr, paper, proposed, revoked
from tests.factories.courses import EditionFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db

LIST = reverse("desk:certificates:list")
PROPOSALS = reverse("desk:certificates:proposals")
ASKED = {
    "ground": "breach",
    "authority": "Training department",
    "reason": "A telephone was used.",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def ministry(enter):
    return enter(Role.MINISTRY_HR)


def page(name, one):
    return reverse(f"desk:certificates:{name}", args=[one.key])


def listed(client, **query):
    return [one.number for one in client.get(LIST, query).context["page"]]


# --- The list -------------------------------------------------------------------------


def test_list_has_the_remit_and_what_needs_action_first(client, house, ministry):
    on = timezone.localdate()
    revoked(ended := paper(house.insider))
    expired = paper(house.insider, completion__expires_on=on - timedelta(days=1))
    late, soon = (
        paper(house.insider, completion__expires_on=on + timedelta(days=days))
        for days in (400, 10)
    )
    proposed(asked := paper(house.insider))
    paper(house.outsider)

    assert listed(client)[:3] == [asked.number, soon.number, late.number]
    assert set(listed(client)[3:]) == {ended.number, expired.number}


@pytest.mark.parametrize("state", ["valid", "expired", "replaced", "revoked"])
def test_list_is_filtered_by_state(client, house, ministry, state):
    on = timezone.localdate()
    old = paper(house.insider)
    made = {
        "valid": paper(
            house.insider, completion=old.completion, replaces=old, number="C1-2026-2"
        ),
        "replaced": old,
        "expired": paper(house.insider, completion__expires_on=on - timedelta(days=1)),
        "revoked": paper(house.insider),
    }
    revoked(made["revoked"])

    assert listed(client, state=state) == [made[state].number]
    assert [
        one.state for one in client.get(LIST, {"state": state}).context["page"]
    ] == [state]


def test_list_is_filtered_by_what_is_proposed(client, house, ministry):
    paper(house.insider)
    proposed(asked := paper(house.insider))

    assert listed(client, state="proposed") == [asked.number]


def test_list_is_filtered_by_course_and_by_days_left(client, house, ministry):
    on = timezone.localdate()
    edition = EditionFactory(course__code="C9")
    mine = paper(house.insider, completion__edition=edition)
    soon = paper(house.insider, completion__expires_on=on + timedelta(days=30))

    assert listed(client, course="C9") == [mine.number]
    assert listed(client, within=30) == [soon.number]
    assert listed(client, within=29) == []
    assert len(listed(client, within="never")) == 2


@pytest.mark.parametrize(
    "words", ["number", "staff_number", "Бөлек", "бөлек", "БӨЛЕК", "Ескі"]
)
def test_search_finds_by_number_and_by_the_name_of_then_and_now(
    client, house, ministry, words
):
    person = AppointmentFactory(
        establishment=house.mine, staff_member__family_name="Бөлек"
    ).staff_member
    mine = paper(person, holder_name="Ескі Айгүл")
    paper(house.insider)
    known = {"number": mine.number, "staff_number": person.staff_number}

    answer = client.post(LIST, {"words": known.get(words, words)})

    assert list(answer.context["page"]) == [mine]
    entry = Entry.objects.filter(action="certificates.list_viewed").latest("pk")
    assert entry.details["search"] is True
    assert "Бөлек" not in str(entry.details)


@pytest.mark.parametrize("words", ["", "\0", "%", "nobody" * 10])
def test_search_for_what_is_nobody_finds_nobody(client, house, ministry, words):
    paper(house.insider)

    answer = client.post(LIST, {"words": words})

    found = list(answer.context["page"])
    assert found == ([] if words.strip("\0") else [Certificate.objects.get()])


def test_list_takes_no_more_queries_for_three_than_for_one(client, house, ministry):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(LIST)
        return len(counted)

    paper(house.insider)
    client.get(LIST)
    one = queries()
    for _number in range(2):
        person = AppointmentFactory(establishment=house.mine).staff_member
        revoked(paper(person))

    assert queries() == one


def test_reading_the_list_is_audited(client, house, ministry):
    paper(house.insider)

    client.get(LIST, {"state": "valid"})

    entry = Entry.objects.get(action="certificates.list_viewed")
    assert entry.by == ministry
    assert entry.details == {
        "certificates": 1,
        "search": False,
        "course": "",
        "state": "valid",
        "within": None,
    }


# --- One certificate ------------------------------------------------------------------


def test_page_tells_the_lineage_and_who_did_what_in_which_role(client, house, ministry):
    first = paper(house.insider)
    client.post(page("replace", first), {"reason": "Marriage"})
    house.insider.family_name = "Нұрланова"
    house.insider.save()
    client.post(page("replace", first), {"reason": "Marriage"})
    second = Certificate.objects.get(replaces=first)
    client.post(page("revoke", second), ASKED)

    answer = client.get(page("certificate", first))

    assert list(answer.context["papers"]) == [second, first]
    told = [(one.action, one.role, one.reason) for one in answer.context["history"]]
    office = str(Role.MINISTRY_HR.label)
    assert told == [
        ("Certificate replaced by one with the new name", office, "Marriage"),
        ("Revocation of a certificate proposed", office, ASKED["reason"]),
    ]
    assert "A second person decides" in answer.text
    entry = Entry.objects.get(action="certificates.viewed")
    assert (entry.by, entry.person) == (ministry, str(house.insider.key))


def test_page_of_a_revoked_one_says_since_when_and_why_and_offers_nothing(
    client, house, ministry
):
    one = paper(house.insider)
    revoked(one)

    text = client.get(page("certificate", one)).text

    for words in (ASKED["authority"], ASKED["reason"], "The rules of the exam"):
        assert words in text
    assert page("revoke", one) not in text


def test_page_takes_no_more_queries_with_a_long_story(client, house, ministry):
    one = paper(house.insider)
    client.get(page("certificate", one))

    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(page("certificate", one))
        return len(counted)

    few = queries()
    last = one
    for number in range(3):
        last = paper(
            house.insider,
            completion=one.completion,
            replaces=last,
            number=f"C1-2026-{number}",
        )
    assert queries() == few


# --- Revoking -------------------------------------------------------------------------


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
    assert "Somebody else decides" in answer.text


def test_one_proposes_and_another_confirms(client, house, ministry, enter):
    one = paper(house.insider)
    client.post(page("revoke", one), ASKED)
    proposal = RevocationProposal.objects.get()
    decision = {"decision": "confirm", "reason": "The log says so."}
    own = client.post(page("decide", proposal), decision)
    assert own.status_code == 400
    assert "a second person decides" in own.text

    second = enter(Role.MINISTRY_HR)
    assert "waits for you as the second person" in client.get(reverse("desk:home")).text
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

    assert "or an administrator, decides" in client.get(page("decide", proposal)).text
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


# --- Another name ---------------------------------------------------------------------


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


def test_rename_issues_what_counts_with_the_new_name(client, house, ministry):
    person = AppointmentFactory(establishment=house.mine).staff_member
    first = paper(person)
    name = {"family_name": "Нұрланова", "given_name": "Айгүл", "reason": "Marriage"}

    answer = client.post(reverse("desk:rename", args=[person.key]), name, follow=True)

    second = Certificate.objects.get(replaces=first)
    assert second.holder_name == "Нұрланова Айгүл"
    assert "1 certificate is issued with the new name" in answer.text
    assert second.number in answer.text


def test_issue_with_the_present_name_is_offered_where_the_names_differ(
    client, house, ministry
):
    person = AppointmentFactory(establishment=house.mine).staff_member
    same, other = paper(person), paper(person, holder_name="Ескі Айгүл")

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
