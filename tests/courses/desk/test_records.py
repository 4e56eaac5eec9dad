"""The desk of the record store: statements without names, and what they lead to."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.records import statement_browser
from courses.records.statements import extensions, iris
from courses.records.statements.pseudonyms import derive_pseudonym
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from elearning.lrs.models.named_rows import Agent
from elearning.lrs.statements import statement_store
from tests.factories.certificates import CertificateFactory
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.lrs import (
    AUTHORITY,
    BOOK,
    OTHER,
    READ,
    SHELF,
    WROTE,
    new_id,
    statement,
    voiding,
)
from tests.factories.provisions import released_instrument
from tests.factories.records import marked_attempt, told
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db

LIST = "desk:records:statements"


@pytest.fixture
def administrator(enter):
    return enter(Role.ADMINISTRATOR)


def store(*statements):
    for item in statements:
        statement_store.store_statements([item], authority=AUTHORITY)


def listed(answer):
    return [str(item["line"].uuid) for item in answer.context["lines"]]


# --- The list -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "Сериков"},
        {"actor": "agent-x"},
        {"registration": "5"},
        {"since": "2999-01-01"},
        {"until": "yesterday"},
        {"activity": "\x00"},
    ],
)
def test_wrong_filter_is_said_and_shows_the_rest(client, administrator, query):
    store(statement())

    answer = client.get(reverse(LIST), query)

    assert answer.context["form"].errors.keys() == query.keys()
    assert len(listed(answer)) == 1
    page = answer.content.decode()
    assert page.count("data-error-summary") == 1
    assert page.index("data-error-summary") < page.index('class="rows')


@pytest.mark.parametrize("place", ["x", "-1", str(2**63), "9" * 40])
def test_wrong_place_shows_the_newest(client, administrator, place):
    store(statement())

    assert len(listed(client.get(reverse(LIST), {"older": place}))) == 1


@pytest.mark.parametrize("actor", ["0" * 64, "agent-999999999999999999", "agent-0"])
def test_pseudonym_of_nobody_finds_nothing(client, administrator, actor):
    store(statement())

    assert listed(client.get(reverse(LIST), {"actor": actor})) == []


def test_statements_are_found_by_what_they_name(client, administrator):
    here = str(uuid4())
    one, two, three = new_id(), new_id(), new_id()
    shelf = {"contextActivities": {"grouping": [{"id": SHELF}]}, "registration": here}
    store(
        statement(id=one),
        statement(id=two, verb={"id": WROTE}, actor=OTHER),
        statement(id=three, object={"id": SHELF + "/3"}, context=shelf),
    )
    other = Agent.objects.get(name__contains="other").pk

    def found(**query):
        return listed(client.get(reverse(LIST), query))

    today = f"{timezone.localdate():%Y-%m-%d}"
    before = f"{timezone.localdate() - timedelta(days=1):%Y-%m-%d}"
    assert found() == [three, two, one]
    assert found(verb=WROTE) == [two]
    assert found(verb="https://example.org/verbs/unknown") == []
    assert found(activity=BOOK) == [two, one]
    assert found(activity=SHELF) == []
    assert found(activity=SHELF, related="on") == [three]
    assert found(registration=here) == [three]
    assert found(actor=f"agent-{other}") == [two]
    assert found(since=today, until=today, verb=READ) == [three, one]
    assert found(until=before) == []


def test_learner_is_found_by_her_pseudonym(client, administrator):
    attempt = marked_attempt()
    store(statement())
    learner = attempt.enrolment.learner

    answer = client.get(reverse(LIST), {"actor": derive_pseudonym(learner)})

    assert len(listed(answer)) == Statement.objects.count() - 1
    assert learner.family_name not in answer.content.decode()


def test_list_is_told_by_the_moment_of_storing_and_late_news_by_both(
    client, administrator
):
    now = timezone.now()
    late = now - timedelta(days=40)
    store(statement(timestamp=now.isoformat()), statement(timestamp=late.isoformat()))

    with translation.override("en"):
        lines = client.get(reverse(LIST)).context["lines"]

    stored = [line["line"].stored_at for line in lines]
    assert [line["at"] for line in lines] == stored == sorted(stored, reverse=True)
    assert [line["happened"] for line in lines] == [
        late.replace(microsecond=lines[0]["happened"].microsecond),
        None,
    ]


def test_pages_lead_to_each_other(client, administrator, monkeypatch):
    monkeypatch.setattr(statement_browser, "PAGE", 2)
    names = [new_id() for _number in range(5)]
    store(*[statement(id=name) for name in names])
    names.reverse()

    first = client.get(reverse(LIST)).context["page"]
    second = client.get(reverse(LIST), {"older": first.older}).context["page"]
    third = client.get(reverse(LIST), {"older": second.older}).context["page"]
    back = client.get(reverse(LIST), {"newer": third.newer}).context["page"]
    front = client.get(reverse(LIST), {"newer": back.newer}).context["page"]

    pages = [
        [str(line.uuid) for line in page.lines]
        for page in (first, second, third, back, front)
    ]
    assert pages == [names[:2], names[2:4], names[4:], names[2:4], names[:2]]
    assert (first.newer, third.older, front.newer) == (None, None, None)


def test_queries_do_not_grow_with_statements_and_count_none(client, administrator):
    def queries(*numbers):
        store(*[statement(actor={"mbox": f"mailto:p{n}@example.org"}) for n in numbers])
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LIST))
        asked = [query["sql"] for query in captured if "lrs_statement" in query["sql"]]
        assert not any("COUNT(" in sql or "OFFSET" in sql for sql in asked)
        return len(captured)

    queries(1)

    assert queries(2) == queries(3, 4, 5)


def test_every_look_at_the_list_is_audited_with_its_filters(client, administrator):
    client.get(reverse(LIST), {"verb": READ, "actor": "0" * 64, "older": "7"})

    entry = Entry.objects.get(action="records.statements_viewed")
    assert entry.by == administrator
    assert entry.details == {
        "statements": 0,
        "verb": READ,
        "actor": "0" * 64,
        "older": 7,
    }


def test_id_leads_to_its_statement(client, administrator):
    name = new_id()

    answer = client.get(reverse(LIST), {"id": name})
    wrong = client.get(reverse(LIST), {"id": "5"})

    assert answer.url == reverse("desk:records:statement", args=[name])
    assert wrong.context["finder"].errors.keys() == {"id"}


# --- One statement --------------------------------------------------------------------


def opened(client, name):
    return client.get(reverse("desk:records:statement", args=[name]))


def test_unknown_statement_does_not_exist(client, administrator):
    assert opened(client, uuid4()).status_code == 404


def test_names_and_addresses_of_people_are_not_shown(client, administrator):
    name = new_id()
    group = {
        "objectType": "Group",
        "name": "Смена Айгуль",
        "member": [{"mbox": "mailto:aigul@example.org", "name": "Айгуль"}],
    }
    store(
        statement(
            id=name,
            actor={"mbox": "mailto:aigul@example.org", "name": "Айгуль"},
            context={
                "instructor": {
                    "account": {"homePage": "https://hr.example", "name": "aigul"}
                },
                "team": group,
                "extensions": {
                    "https://example.org/x": {"mbox": "mailto:aigul@example.org"},
                    "https://example.org/y": {"account": 5, "mbox": ["odd"]},
                },
            },
        )
    )

    answer = opened(client, name)

    page = answer.content.decode().lower()
    assert "aigul" not in page
    assert "айгуль" not in page
    shown = json.loads(answer.context["text"])
    known = Agent.objects.get(name__contains="mailto:aigul").pk
    assert shown["actor"] == {"pseudonym": f"agent-{known}"}
    assert shown["context"]["team"] == {
        "objectType": "Group",
        "member": [{"pseudonym": f"agent-{known}"}],
    }
    assert shown["context"]["extensions"]["https://example.org/y"] == {
        "account": 5,
        "mbox": ["odd"],
    }


def test_voided_statement_is_marked_and_leads_to_what_voids_it(client, administrator):
    wrong, correction = new_id(), new_id()
    store(statement(id=wrong), voiding(wrong, id=correction))

    answer = opened(client, wrong)

    assert str(answer.context["voided_by"]) == correction
    assert (
        reverse("desk:records:statement", args=[wrong])
        in opened(client, correction).content.decode()
    )
    assert listed(client.get(reverse(LIST))) == [correction]


def facts(answer):
    return {fact.term: fact for fact in answer.context["facts"]}


def test_context_of_an_answer_is_named_in_the_reader_s_language(client, administrator):
    attempt = marked_attempt()
    enrolment = attempt.enrolment
    (told_pass,) = [item for item in told() if item["verb"]["id"].endswith("/passed")]

    with translation.override("en"):
        answer = opened(client, told_pass["id"])
        url = enrolment.course.get_absolute_url()

    found = facts(answer)
    course = enrolment.course
    assert found["Course"].value == f"{course.code} — {course.titles['en']}"
    assert found["Course"].url == url
    assert found["Edition"].value.startswith(f"{enrolment.edition.number}, released")
    assert found["Final exam"].value == attempt.paper.version.text("en").title
    assert found["Enrolled on"].code == str(enrolment.key)
    assert found["Stored by"].value == "the platform"
    assert "Training record" not in found
    entry = Entry.objects.get(action="records.statement_viewed")
    assert entry.person == str(enrolment.learner.key)
    assert entry.details == {"statement": told_pass["id"]}


def test_clauses_are_named_as_people_call_them_and_lead_to_their_text(
    client, administrator
):
    instrument = released_instrument("43", "65")
    name = new_id()
    cited = {extensions.CITES.iri: ["NMR 43", "NMR 65", "XYZ 1"]}
    store(statement(id=name, context={"extensions": cited}))

    with translation.override("en"):
        answer = opened(client, name)
        url = instrument.get_absolute_url()

    fact = facts(answer)["Legal basis"]
    shown = [(one.value, one.url.partition("#")[0]) for one in (fact, *fact.also)]
    assert shown == [
        ("Nelson Mandela Rules, 43 (en)", url),
        ("Nelson Mandela Rules, 65 (en)", url),
        ("XYZ 1", ""),
    ]


def test_administrator_who_is_also_personnel_is_led_to_the_record(client, house, enter):
    user = enter(Role.ADMINISTRATOR)
    user.groups.add(Group.objects.get(name=Role.FACILITY_HR))
    RemitFactory(user=user, establishment=house.mine)
    enrolment = EnrolmentFactory(edition=EditionFactory(), learner=house.insider)
    name = new_id()
    store(statement(id=name, context={"registration": str(enrolment.key)}))

    answer = opened(client, name)

    links = [fact.url for fact in answer.context["facts"]]
    assert reverse("desk:person", args=[house.insider.key]) in links


def test_certificate_leads_to_its_public_page(client, administrator):
    certificate = CertificateFactory()
    name = new_id()
    store(
        statement(
            id=name, object={"id": iris.build_iri("certificates", certificate.key)}
        )
    )

    answer = opened(client, name)

    urls = [fact.url for fact in answer.context["facts"]]
    assert certificate.verify_url in urls
    assert certificate.holder_name not in answer.content.decode()


@pytest.mark.parametrize(
    "iri", ["units/not-a-key", "units", "courses/none", "certificates/1", "x/y/z"]
)
def test_iri_that_leads_nowhere_names_nothing(client, administrator, settings, iri):
    name = new_id()
    store(statement(id=name, object={"id": f"{settings.XAPI_BASE_IRI}/id/{iri}"}))

    assert opened(client, name).status_code == 200
