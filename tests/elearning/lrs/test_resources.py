"""The resources over HTTP: doors, headers, storing, finding."""

import json
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from elearning.audit.models import Entry
from elearning.lrs import credentials, keys, queries
from elearning.lrs.models import Credential, Scope, Statement
from tests.elearning.lrs.cases import ID
from tests.factories.lrs import (
    BOOK,
    LEARNER,
    OTHER,
    READ,
    SHELF,
    WROTE,
    about,
    basic,
    headers,
    new_id,
    statement,
    voiding,
)

pytestmark = pytest.mark.django_db
URL = "/xapi/statements"


@pytest.fixture
def lrs(client):
    return Lrs(client, headers())


class Lrs:
    """A client of the store with its headers."""

    def __init__(self, client, sent):
        self.client = client
        self.sent = sent

    def get(self, **parameters):
        return self.client.get(URL, parameters, headers=self.sent)

    def ids(self, **parameters):
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.content
        return [item["id"] for item in answer.json()["statements"]]

    def post(self, content, url=URL, **facts):
        body = content if isinstance(content, str | bytes) else json.dumps(content)
        facts.setdefault("content_type", "application/json")
        return self.client.post(url, body, headers=self.sent, **facts)

    def put(self, content, url):
        return self.client.put(
            url, json.dumps(content), content_type="application/json", headers=self.sent
        )

    def stored(self, **parts):
        """Store a statement and return its id."""
        answer = self.post(statement(**parts))
        assert answer.status_code == 200, answer.content
        return answer.json()[0]


# --- Doors ---------------------------------------------------------------------------


def test_about_is_open_and_names_the_version(client):
    answer = client.get("/xapi/about")

    assert answer.json() == {"version": ["1.0.3", "2.0.0"], "extensions": {}}
    assert answer["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.parametrize("mount, spoken", [("", "2.0.0"), ("1.0.3/", "1.0.3")])
@pytest.mark.parametrize("version", [None, "", "0.9", "1", "1.1.0", "2.1.0"])
def test_request_without_a_version_we_speak_is_refused(client, version, mount, spoken):
    sent = headers()
    del sent["X-Experience-API-Version"]
    if version is not None:
        sent["X-Experience-API-Version"] = version

    answer = client.get(f"/xapi/{mount}statements", headers=sent)

    assert answer.status_code == 400
    assert answer["X-Experience-API-Version"] == spoken
    assert "X-Experience-API-Consistent-Through" in answer


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.9", "2.0", "2.0.0", "2.0.5"])
def test_every_version_is_answered_with_the_last_of_its_line(client, version):
    sent = headers() | {"X-Experience-API-Version": version}

    answer = client.get(URL, headers=sent)

    spoken = {"1.0": "1.0.3", "2.0": "2.0.0"}[version[:3]]
    assert (answer.status_code, answer["X-Experience-API-Version"]) == (200, spoken)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Bearer x",
        basic("nobody", "x"),
        basic("nobody\0", "x"),
        "Basic " + "/w==",
    ],
)
def test_stranger_is_refused(client, signature):
    sent = headers()
    del sent["Authorization"]
    if signature is not None:
        sent["Authorization"] = signature

    answer = client.get(URL, headers=sent)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")


def test_wrong_secret_is_refused(client):
    made = credentials.create("x", [Scope.ALL])

    signature = basic(made.credential.key, made.secret + "x")
    answer = client.get(URL, headers=headers() | {"Authorization": signature})

    assert answer.status_code == 401


def test_expired_and_revoked_credentials_open_nothing(client):
    now = timezone.now()
    expired = headers(Scope.ALL, expires_at=now - timedelta(seconds=1))
    assert client.get(URL, headers=expired).status_code == 401

    revoked = headers(Scope.ALL)
    credentials.revoke(Credential.objects.latest("pk"), at=now)
    assert client.get(URL, headers=revoked).status_code == 401


@pytest.mark.parametrize(
    ("scope", "may_write", "may_read"),
    [
        (Scope.WRITE, True, False),
        (Scope.READ_MINE, False, True),
        (Scope.READ, False, True),
        (Scope.ALL_READ, False, True),
        (Scope.ALL, True, True),
    ],
)
def test_scope_opens_what_it_says(client, scope, may_write, may_read):
    lrs = Lrs(client, headers(scope))

    assert lrs.post(statement()).status_code == (200 if may_write else 403)
    assert lrs.get().status_code == (200 if may_read else 403)


def test_reader_of_her_own_sees_nothing_else(client, lrs):
    foreign = lrs.stored()
    mine = Lrs(client, headers(Scope.WRITE, Scope.READ_MINE))
    own = mine.stored()

    assert mine.ids() == [own]
    assert mine.ids(agent=json.dumps(LEARNER)) == [own]
    assert mine.get(statementId=own).status_code == 200
    assert mine.get(statementId=foreign).status_code == 404


def test_secret_is_not_kept_and_use_is_noted(client, lrs):
    made = credentials.create("x", [Scope.ALL])
    signature = basic(made.credential.key, made.secret)

    lrs.client.get(URL, headers=lrs.sent | {"Authorization": signature})

    row = Credential.objects.filter(pk=made.credential.pk).values().get()
    assert made.secret not in str(row)
    assert row["last_used_at"] is not None


def test_command_makes_a_credential_that_works(client, capsys):
    call_command("lrs_credential", "reports", "--scope", "statements/read", "--days=7")

    said = dict(line.split() for line in capsys.readouterr().out.splitlines()[:2])
    sent = headers() | {"Authorization": basic(said["key:"], said["secret:"])}
    assert client.get(URL, headers=sent).status_code == 200
    assert client.post(URL, headers=sent).status_code == 403
    entry = Entry.objects.get(action="records.credential_created")
    assert said["secret:"] not in str(entry.details)


@pytest.mark.parametrize("method", ["delete", "patch", "options"])
def test_unknown_method_is_refused(client, lrs, method):
    answer = getattr(client, method)(URL, headers=lrs.sent)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, PUT, HEAD")


# --- Storing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        b"\xff",
        "[" * 100_000,
        '{"a": NaN}',
        '{"result": {"score": {"raw": 1e999}}}',
        "1" * 5000,
        "null",
        "7",
    ],
)
def test_what_is_no_statement_is_refused(lrs, body):
    answer = lrs.post(body)

    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Statement.objects.exists()


def test_refusal_says_where_and_by_which_rule(lrs):
    answer = lrs.post([statement(), statement(actor={"mbox": "x"})])

    assert answer.status_code == 400
    assert answer.json() == {
        "message": "This must be an address: mailto:name@host.",
        "path": "$[1].actor.mbox",
        "requirement": "xAPI 1.0.3, 2.4.2.3",
    }
    assert not Statement.objects.exists()


def test_other_content_type_is_refused(lrs):
    assert lrs.post(statement(), content_type="text/plain").status_code == 400
    assert lrs.post(statement(), content_type="multipart/mixed").status_code == 400


def test_post_answers_with_the_ids(lrs):
    assert lrs.post(statement(id=ID)).json() == [ID]
    answer = lrs.post([statement(), statement(id=ID)])

    assert answer.status_code == 200
    assert [len(answer.json()), answer.json()[1]] == [2, ID]
    assert answer["X-Experience-API-Consistent-Through"]


def test_post_with_parameters_is_refused(lrs):
    assert lrs.post(statement(), url=f"{URL}?statementId={ID}").status_code == 400


def test_empty_batch_stores_nothing(lrs):
    assert lrs.post([]).json() == []


def test_conflict_is_answered_and_stores_nothing(lrs):
    lrs.stored(id=ID)

    answer = lrs.post([statement(), statement(id=ID, verb={"id": WROTE})])

    assert (answer.status_code, answer.json()["path"]) == (409, "$[1].id")
    assert Statement.objects.count() == 1


def test_put_stores_once(lrs):
    for content in (statement(), statement(id=ID), statement(id=ID.upper())):
        assert lrs.put(content, f"{URL}?statementId={ID}").status_code == 204
    different = lrs.put(statement(actor=OTHER), f"{URL}?statementId={ID}")

    assert different.status_code == 409
    assert Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "query"),
    [
        (statement(), ""),
        (statement(), "?statementId=x"),
        (statement(), f"?statementid={ID}"),
        (statement(), f"?statementId={ID}&x=1"),
        (statement(id=new_id()), f"?statementId={ID}"),
        (statement(id=7), f"?statementId={ID}"),
        ([statement()], f"?statementId={ID}"),
    ],
)
def test_put_that_contradicts_itself_is_refused(lrs, content, query):
    assert lrs.put(content, URL + query).status_code == 400
    assert not Statement.objects.exists()


def test_authority_is_the_credential(client, settings):
    settings.XAPI_BASE_IRI = "https://training.example"
    lrs = Lrs(client, headers())
    uuid = lrs.stored()

    content = lrs.get(statementId=uuid).json()

    key = Credential.objects.get().key
    assert content["authority"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://training.example", "name": key},
    }


# --- Finding -------------------------------------------------------------------------


def test_one_statement_as_it_came(lrs):
    uuid = lrs.stored(result={"response": "қағида"})

    answer = lrs.get(statementId=uuid.upper())

    assert answer.content.decode() == Statement.objects.get().payload
    assert answer["Content-Type"] == "application/json"


def test_head_is_get_without_body(client, lrs):
    uuid = lrs.stored()

    got = lrs.get(statementId=uuid)
    head = client.head(URL, {"statementId": uuid}, headers=lrs.sent)

    assert head.content == b""
    assert int(head["Content-Length"]) == len(got.content)


def test_voided_statement_is_found_as_voided_only(lrs):
    uuid = lrs.stored()
    (voider,) = lrs.post(voiding(uuid)).json()

    assert lrs.get(statementId=uuid).status_code == 404
    assert lrs.get(voidedStatementId=uuid).json()["id"] == uuid
    assert lrs.get(voidedStatementId=voider).status_code == 404
    assert lrs.ids() == [voider]
    assert lrs.ids(verb=READ) == [voider], "it is about what is asked for"


@pytest.mark.parametrize(
    "parameters",
    [
        {"statementId": "x"},
        {"statementId": ID, "voidedStatementId": ID},
        {"statementId": ID, "limit": 1},
        {"voidedStatementId": ID, "agent": "{}"},
        {"statementid": ID},
        {"unknown": 1},
        {"agent": "x"},
        {"agent": "{}"},
        {"agent": "[" * 50_000},
        {"agent": json.dumps({"objectType": "Group", "member": [LEARNER]})},
        {"verb": "read"},
        {"activity": "book"},
        {"registration": "x"},
        {"since": "yesterday"},
        {"until": "2026-02-30T00:00:00Z"},
        {"since": "0001-01-01T00:00:00+05:00"},
        {"limit": -1},
        {"limit": "x"},
        {"limit": "1.5"},
        {"limit": "²"},
        {"format": "pretty"},
        {"ascending": "yes"},
        {"related_agents": "1"},
        {"related_activities": "True"},
        {"attachments": "maybe"},
        {"attachments": "true"},
        {"cursor": "x"},
        {"cursor": "x", "verb": READ},
    ],
    ids=lambda parameters: str(parameters)[:50],
)
def test_bad_parameter_is_refused(lrs, parameters):
    answer = lrs.get(**parameters)

    assert answer.status_code == 400
    assert answer.json()["message"]


def test_unknown_id_is_not_found(lrs):
    assert lrs.get(statementId=ID).status_code == 404


def test_newest_first_unless_ascending(lrs):
    ids = [lrs.stored() for _ in range(3)]

    assert lrs.ids() == ids[::-1]
    assert lrs.ids(ascending="true") == ids


def test_what_was_never_met_finds_nothing(lrs):
    lrs.stored()

    assert lrs.ids(agent=json.dumps(OTHER)) == []
    assert lrs.ids(verb=WROTE) == []
    assert lrs.ids(activity=SHELF, verb=READ) == []


def test_agent_is_actor_object_or_member_of_either(lrs):
    group = {"objectType": "Group", "member": [OTHER], **LEARNER}
    as_actor = lrs.stored(actor=OTHER)
    as_object = lrs.stored(object={"objectType": "Agent", **OTHER})
    as_member = lrs.stored(actor=group)
    sub = {"objectType": "SubStatement", **statement(actor=OTHER)}
    indirect = [
        lrs.stored(object=sub),
        lrs.stored(context={"instructor": OTHER}),
        lrs.stored(context={"team": group}),
    ]
    lrs.stored()
    other = json.dumps(OTHER)

    assert set(lrs.ids(agent=other)) == {as_actor, as_object, as_member}
    assert set(lrs.ids(agent=other, related_agents="true")) == {
        as_actor,
        as_object,
        as_member,
        *indirect,
    }


def test_agent_is_found_by_identifier_whatever_the_name(lrs):
    uuid = lrs.stored(actor={"name": "x", **LEARNER})

    assert lrs.ids(agent=json.dumps({"name": "y", **LEARNER})) == [uuid]


def test_activity_is_the_object_or_related(lrs):
    shelf = {"id": SHELF}
    direct = lrs.stored(object=shelf)
    sub = {"objectType": "SubStatement", **statement(object=shelf)}
    related = [
        lrs.stored(context={"contextActivities": {"grouping": [shelf]}}),
        lrs.stored(context={"contextActivities": {"parent": shelf}}),
        lrs.stored(object=sub),
    ]
    lrs.stored()

    assert lrs.ids(activity=SHELF) == [direct]
    assert set(lrs.ids(activity=SHELF, related_activities="true")) == {
        direct,
        *related,
    }


def test_filters_hold_together(lrs):
    registration = new_id()
    wanted = lrs.stored(
        actor=OTHER, verb={"id": WROTE}, context={"registration": registration.upper()}
    )
    lrs.stored(actor=OTHER, verb={"id": WROTE})
    lrs.stored(actor=OTHER, context={"registration": registration})
    lrs.stored(verb={"id": WROTE}, context={"registration": registration})
    asked = {"agent": json.dumps(OTHER), "verb": WROTE, "registration": registration}

    assert lrs.ids(**asked) == [wanted]
    assert lrs.ids(**asked, activity=BOOK) == [wanted]
    assert lrs.ids(**asked, activity=SHELF) == []
    assert lrs.ids(activity=BOOK, verb=WROTE, registration=registration)[1:] == [wanted]


def test_statement_about_another_is_found_by_it(lrs):
    target = lrs.stored(actor=OTHER)
    comment = lrs.stored(verb={"id": WROTE}, object=about(target))
    comment_on_it = lrs.stored(verb={"id": WROTE}, object=about(comment))
    lrs.stored()

    assert lrs.ids(agent=json.dumps(OTHER)) == [comment_on_it, comment, target]
    assert lrs.ids(agent=json.dumps(OTHER), verb=READ, activity=BOOK) == [
        comment_on_it,
        comment,
        target,
    ]
    assert lrs.ids(agent=json.dumps(OTHER), verb=WROTE) == []


def test_since_is_after_and_until_is_at_or_before(lrs):
    first = lrs.stored()
    time.sleep(0.002)
    second = lrs.stored()
    stored = Statement.objects.get(uuid=first).stored_at
    just_before = stored - timedelta(milliseconds=1)
    in_almaty = just_before.astimezone(timezone.get_default_timezone())

    assert lrs.ids(since=keys.written(stored)) == [second]
    assert lrs.ids(since=in_almaty.isoformat()) == [second, first]
    assert lrs.ids(until=keys.written(stored)) == [first]
    assert lrs.ids(until=keys.written(just_before)) == []


@pytest.mark.parametrize("ascending", ["true", "false"])
def test_more_goes_on_to_the_end_whatever_comes_meanwhile(client, lrs, ascending):
    ids = [lrs.stored(actor=OTHER) for _ in range(5)]
    ids.append(lrs.stored(object=about(ids[0])))
    asked = {"agent": json.dumps(OTHER), "limit": 2, "ascending": ascending}
    found, answer = [], lrs.get(**asked).json()
    while True:
        found += [item["id"] for item in answer["statements"]]
        if not answer["more"]:
            break
        assert len(answer["statements"]) == 2
        if ascending == "false":
            lrs.stored(actor=OTHER)
        answer = client.get(answer["more"], headers=lrs.sent).json()

    assert found == (ids if ascending == "true" else ids[::-1])


def test_cursor_needs_a_credential_and_cannot_be_changed(client, lrs):
    lrs.stored(), lrs.stored()
    more = lrs.get(limit=1).json()["more"]

    assert client.get(more, headers=lrs.sent).status_code == 200
    assert client.get(more[:-1], headers=lrs.sent).status_code == 400
    assert client.get(more).status_code == 400
    writer = headers(Scope.WRITE)
    assert client.get(more, headers=writer).status_code == 403


def test_limit_nought_and_great_limits_mean_the_most(lrs, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    for _ in range(3):
        lrs.stored()

    for limit in (0, 2, 3, 10**30):
        assert len(lrs.ids(limit=limit)) == 2
    assert len(lrs.ids(limit=1)) == 1


def test_format_ids_keeps_what_identifies(lrs):
    group = {"objectType": "Group", "name": "x", "member": [{"name": "y", **LEARNER}]}
    uuid = lrs.stored(
        actor=group,
        verb={"id": READ, "display": {"en": "read"}},
        object={"id": BOOK, "definition": {"name": {"en": "Book"}}},
        context={
            "instructor": {"name": "z", **OTHER},
            "contextActivities": {"parent": {"id": SHELF, "definition": {}}},
        },
    )

    content = lrs.get(statementId=uuid, format="ids").json()

    assert content["actor"] == {"objectType": "Group", "member": [LEARNER]}
    assert content["verb"] == {"id": READ}
    assert content["object"] == {"id": BOOK}
    assert content["context"] == {
        "instructor": OTHER,
        "contextActivities": {"parent": [{"id": SHELF}]},
    }


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("", "kk"),
        ("ru", "ru"),
        ("de, ru;q=0.5, en;q=0.8", "en-GB"),
        ("en-US", "kk"),
        ("en-GB", "en-GB"),
        ("ru-RU", "ru"),
        ("*", "kk"),
        ("ru;q=0, en;q=x", "kk"),
    ],
)
def test_format_canonical_keeps_one_language(client, lrs, accepted, tag):
    texts = {"kk": "Кітап", "ru": "Книга", "en-GB": "Book"}
    uuid = lrs.stored(
        object={
            "id": BOOK,
            "definition": {
                "name": texts,
                "extensions": {"https://example.org/name": {"name": texts}},
            },
        }
    )

    content = client.get(
        URL,
        {"statementId": uuid, "format": "canonical"},
        headers=lrs.sent | {"Accept-Language": accepted},
    ).json()

    definition = content["object"]["definition"]
    assert definition["name"] == {tag: texts[tag]}
    assert definition["extensions"] == {"https://example.org/name": {"name": texts}}


def test_page_takes_the_same_queries_for_any_number(lrs, django_assert_num_queries):
    asked = {"agent": json.dumps(LEARNER), "verb": READ}
    for number in (1, 3):
        for _ in range(number):
            lrs.stored()
        with django_assert_num_queries(7):
            lrs.get(**asked)
