"""The desk’s pages of certificates: found, and read one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.certificates.models import Certificate
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.certificates.addresses import ASKED, LIST, listed, page
from tests.courses.desk.certificates.papers import paper, proposed, revoked
from tests.factories.courses import EditionFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


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


def test_page_tells_the_lineage_and_who_did_what_in_which_role(client, house, ministry):
    first = paper(house.insider)
    client.post(page("replace", first), {"reason": "Marriage"})
    house.insider.family_name = house.insider.family_name.upper()
    house.insider.save()
    client.post(page("replace", first), {"reason": "Marriage"})
    second = Certificate.objects.get(replaces=first)
    client.post(page("revoke", second), ASKED)

    answer = client.get(page("certificate", first))

    assert list(answer.context["papers"]) == [second, first]
    told = [(one.action, one.role, one.reason) for one in answer.context["history"]]
    office = str(Role.MINISTRY_HR.label)
    assert told == [
        ("Certificate issued", "", ""),
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
