"""State over HTTP: doors, one document, many (Part Three, 2.3; xAPI 2.0, 4.1.6.2)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from elearning.lrs.models import CredentialScope, Document
from tests.elearning.lrs.callers import Caller, tag
from tests.factories.lrs import BOOK, LEARNER, OTHER, SHELF, new_id

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
STATE = "activities/state"
PLACE = {"activityId": BOOK, "agent": LEARNER, "stateId": "bookmark"}
CONTEXT = {"activityId": BOOK, "agent": LEARNER}
PAGE = {"page": 7}
BOTH = pytest.mark.parametrize("lrs", ["1.0.3", "2.0.0"], indirect=True)


@pytest.fixture
def lrs(client, request):
    return Caller(client, version=getattr(request, "param", "2.0.0"))


def kept(lrs, place=PLACE):
    """What is here, as text."""
    answer = lrs.get(STATE, place)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


# --- Doors ---------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "wrong",
    [
        {"activityId": ...},
        {"activityId": "no iri"},
        {"activityId": ""},
        {"agent": ...},
        {"agent": "not JSON"},
        {"agent": "true"},
        {"agent": "[" * 100_000},
        {"agent": {}},
        {"agent": {"mbox": "learner@example.org"}},
        {"agent": LEARNER | OTHER},
        {"agent": {"objectType": "Group", "member": [LEARNER]}},
        {"stateId": ""},
        {"stateId": "a\0b"},
        {"registration": "true"},
        {"registration": ""},
        {"StateId": "bookmark"},
        {"profileId": "bookmark"},
        {"until": "2026-01-01T00:00:00Z"},
        {"since": "2026-01-01T00:00:00Z"},
    ],
)
def test_parameters_that_name_no_place_are_refused(lrs, wrong):
    place = PLACE | wrong

    answers = [
        lrs.get(STATE, place),
        lrs.put(STATE, place, PAGE),
        lrs.post(STATE, place, PAGE),
        lrs.delete(STATE, place),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 400]
    assert all(answer.json()["message"] for answer in answers)
    assert not Document.objects.exists()


@BOTH
def test_writing_names_one_document(lrs):
    assert lrs.put(STATE, CONTEXT, PAGE).status_code == 400
    assert lrs.post(STATE, CONTEXT, PAGE).status_code == 400


@pytest.mark.parametrize("since", ["", "yesterday", "2026-13-01T00:00:00Z", "true"])
def test_since_is_a_moment(lrs, since):
    assert lrs.get(STATE, CONTEXT | {"since": since}).status_code == 400


def test_deleting_knows_no_since(lrs):
    lrs.put(STATE, PLACE, PAGE)

    answer = lrs.delete(STATE, CONTEXT | {"since": "2026-01-01T00:00:00Z"})

    assert answer.status_code == 400
    assert kept(lrs) == '{"page": 7}'


def test_unknown_method_is_refused(lrs):
    answer = lrs.client.patch(f"/xapi/{STATE}", headers=lrs.sent)

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "scope, reading, writing",
    [
        (CredentialScope.ALL, 404, 204),
        (CredentialScope.STATE, 404, 204),
        (CredentialScope.ALL_READ, 404, 403),
        (CredentialScope.PROFILE, 403, 403),
        (CredentialScope.READ, 403, 403),
        (CredentialScope.WRITE, 403, 403),
    ],
)
def test_scope_opens_state(client, scope, reading, writing):
    lrs = Caller(client, scope)

    answers = [
        lrs.get(STATE, PLACE),
        lrs.delete(STATE, PLACE),
        lrs.post(STATE, PLACE, PAGE),
    ]

    assert [answer.status_code for answer in answers] == [reading, writing, writing]


# --- One document --------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "content, kind",
    [
        (b'{ "page":\t7 }', "application/json"),
        ("бет".encode(), "text/plain; charset=UTF-8"),
        (bytes(range(256)), "application/octet-stream"),
        (b"", "image/png"),
        (b"{", "application/json"),
    ],
)
def test_document_comes_back_byte_for_byte(lrs, content, kind):
    stored = lrs.put(STATE, PLACE, content, kind=kind)

    answer = lrs.get(STATE, PLACE)

    assert (stored.status_code, stored.content) == (204, b"")
    assert (answer.status_code, answer.content) == (200, content)
    assert answer["Content-Type"] == kind
    assert answer["ETag"] == tag(content)
    assert answer["Content-Disposition"] == "attachment"
    moment = parsedate_to_datetime(answer["Last-Modified"])
    assert timedelta(0) <= datetime.now(UTC) - moment < timedelta(minutes=1)


def test_document_without_a_type_is_bytes(lrs):
    lrs.put(STATE, PLACE, b"x", kind="")

    assert lrs.get(STATE, PLACE)["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("kind", ["text/plain\nX-Other: 1", "тип", "a/" + "b" * 255])
def test_type_that_no_header_can_hold_is_refused(lrs, kind):
    assert lrs.put(STATE, PLACE, b"x", kind=kind).status_code == 400


def test_head_is_get_without_the_body(lrs):
    lrs.put(STATE, PLACE, PAGE)

    head, get = lrs.head(STATE, PLACE), lrs.get(STATE, PLACE)

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(get.content))
    for name in ("ETag", "Last-Modified", "Content-Type", "X-Experience-API-Version"):
        assert head[name] == get[name]


@BOTH
def test_what_is_not_here_is_not_found(lrs):
    assert lrs.get(STATE, PLACE).status_code == 404
    assert lrs.delete(STATE, PLACE).status_code == 204


def test_place_is_all_that_was_named(lrs):
    registration = new_id()
    places = [
        PLACE,
        PLACE | {"registration": registration},
        PLACE | {"registration": new_id()},
        PLACE | {"activityId": SHELF},
        PLACE | {"agent": OTHER},
        PLACE | {"stateId": "Bookmark"},
        PLACE | {"stateId": "bookmark " + "x" * 5000},
    ]

    for number, place in enumerate(places):
        assert lrs.put(STATE, place, {"n": number}).status_code == 204

    assert [kept(lrs, place) for place in places] == [
        f'{{"n": {number}}}' for number in range(7)
    ]
    again = PLACE | {"registration": registration.upper()}
    assert kept(lrs, again) == '{"n": 1}'


def test_agent_is_who_its_identifier_names(lrs):
    lrs.put(STATE, PLACE | {"agent": LEARNER | {"name": "Asel"}}, PAGE)

    assert kept(lrs, PLACE | {"agent": LEARNER | {"objectType": "Agent"}})


def test_state_of_an_identified_group_is_kept(lrs):
    place = PLACE | {"agent": OTHER | {"objectType": "Group", "member": [LEARNER]}}

    assert lrs.put(STATE, place, PAGE).status_code == 204
    assert kept(lrs, place) == '{"page": 7}'


def test_delete_takes_one_document(lrs):
    lrs.put(STATE, PLACE, PAGE)
    lrs.put(STATE, PLACE | {"stateId": "other"}, PAGE)

    answer = lrs.delete(STATE, PLACE)

    assert (answer.status_code, answer.content) == (204, b"")
    assert lrs.get(STATE, CONTEXT).json() == ["other"]


# --- Many documents ------------------------------------------------------------------


@BOTH
def test_names_come_in_order_each_once(lrs):
    registration = new_id()
    for name in ("b", "a", "ә"):
        lrs.put(STATE, PLACE | {"stateId": name}, PAGE)
    lrs.put(STATE, PLACE | {"stateId": "a", "registration": registration}, PAGE)
    lrs.put(STATE, PLACE | {"stateId": "z", "agent": OTHER}, PAGE)

    answer = lrs.get(STATE, CONTEXT)

    assert answer.json() == ["a", "b", "ә"]
    assert answer["ETag"] == tag(answer.content)
    assert "Last-Modified" in answer
    one = lrs.get(STATE, CONTEXT | {"registration": registration})
    assert one.json() == ["a"]


def test_context_never_met_is_empty(lrs):
    answer = lrs.get(STATE, {"activityId": SHELF, "agent": OTHER})

    assert (answer.status_code, answer.json()) == (200, [])
    assert "Last-Modified" not in answer


def test_since_leaves_out_what_was_changed_by_then(lrs):
    for name in ("old", "edge", "new"):
        lrs.put(STATE, PLACE | {"stateId": name}, PAGE)
    edge = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for name, hours in (("old", -1), ("edge", 0), ("new", 1)):
        Document.objects.filter(name=name).update(
            updated_at=edge + timedelta(hours=hours)
        )

    answer = lrs.get(STATE, CONTEXT | {"since": "2026-03-01T17:00:00+05:00"})

    assert answer.json() == ["new"]
    assert answer["Last-Modified"] == "Sun, 01 Mar 2026 13:00:00 GMT"


@BOTH
def test_delete_takes_a_context_and_nothing_around(lrs):
    registration = new_id()
    inside = PLACE | {"registration": registration}
    around = [PLACE, PLACE | {"activityId": SHELF}, PLACE | {"agent": OTHER}]
    for place in (inside, inside | {"stateId": "x"}, *around):
        lrs.put(STATE, place, PAGE)

    answer = lrs.delete(STATE, CONTEXT | {"registration": registration})

    assert (answer.status_code, answer.content) == (204, b"")
    assert lrs.get(STATE, CONTEXT | {"registration": registration}).json() == []
    assert Document.objects.count() == 3
    lrs.put(STATE, inside, PAGE)
    lrs.delete(STATE, CONTEXT)
    assert Document.objects.count() == 2


def test_precondition_of_many_documents_is_refused(lrs):
    lrs.put(STATE, PLACE, PAGE)

    assert lrs.delete(STATE, CONTEXT, If_Match="*").status_code == 400
    assert Document.objects.exists()
