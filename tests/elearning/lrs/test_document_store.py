"""Changing documents: merging and preconditions (Part Three, 2.2, 3.1; 2.0, 4.1.4)."""

import pytest

from elearning.lrs.models import Document
from tests.elearning.lrs.callers import Caller, tag
from tests.factories.lrs import BOOK, LEARNER

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
STATE = "activities/state"
PLACE = {"activityId": BOOK, "agent": LEARNER, "stateId": "bookmark"}
CONTEXT = {"activityId": BOOK, "agent": LEARNER}
PAGE = {"page": 7}
BOTH = pytest.mark.parametrize("lrs", ["1.0.3", "2.0.0"], indirect=True)


@pytest.fixture
def lrs(client, request):
    return Caller(client, version=getattr(request, "param", "2.0.0"))


def kept(lrs):
    """What is here, as text."""
    answer = lrs.get(STATE, PLACE)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


# --- Merging -------------------------------------------------------------------------


@BOTH
def test_post_merges_the_properties_on_top(lrs):
    lrs.post(STATE, PLACE, {"x": "foo", "y": {"a": 1, "b": 2}, "w": "бет"})

    answer = lrs.post(STATE, PLACE, {"x": "bash", "y": {"c": 3}, "z": None})

    assert (answer.status_code, answer.content) == (204, b"")
    after = lrs.get(STATE, PLACE)
    assert after.json() == {"x": "bash", "y": {"c": 3}, "w": "бет", "z": None}
    assert after["ETag"] == tag(after.content)
    assert after["Content-Type"] == "application/json"


@BOTH
@pytest.mark.parametrize(
    "content",
    [b"{", b"[1]", b'"text"', b'{"a": NaN}', b'{"a": "\xff"}', b""],
)
def test_post_of_json_that_is_no_object_changes_nothing(lrs, content):
    fresh = lrs.post(STATE, PLACE | {"stateId": "new"}, content)
    lrs.put(STATE, PLACE, PAGE)

    answer = lrs.post(STATE, PLACE, content)

    assert (fresh.status_code, answer.status_code) == (400, 400)
    assert lrs.get(STATE, CONTEXT).json() == ["bookmark"]
    assert kept(lrs) == '{"page": 7}'


@BOTH
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_post_of_another_type_is_stored_but_merged_with_nothing(lrs, kind):
    fresh = lrs.post(STATE, PLACE, b'{"a": 1}', kind=kind)
    again = lrs.post(STATE, PLACE, b'{"a": 2}', kind=kind)

    assert (fresh.status_code, again.status_code) == (204, 400)
    assert kept(lrs) == '{"a": 1}'


@pytest.mark.parametrize(
    "content, kind",
    [(b"text", "text/plain"), (b"[1]", "application/json"), (b"{", "application/json")],
)
def test_post_to_what_is_no_json_object_changes_nothing(lrs, content, kind):
    lrs.put(STATE, PLACE, content, kind=kind)

    assert lrs.post(STATE, PLACE, PAGE).status_code == 400
    assert lrs.get(STATE, PLACE).content == content


def test_half_a_character_survives_a_merge(lrs):
    lrs.post(STATE, PLACE, b'{"a": "\\ud83d"}')

    lrs.post(STATE, PLACE, PAGE, kind="application/json; charset=utf-8")

    assert kept(lrs) == '{"a":"\\ud83d","page":7}'


# --- Preconditions -------------------------------------------------------------------


def test_version_one_overwrites_state_without_asking(client):
    lrs = Caller(client, version="1.0.3")
    lrs.put(STATE, PLACE, PAGE)

    assert lrs.put(STATE, PLACE, {"page": 8}).status_code == 204
    assert kept(lrs) == '{"page": 8}'


def test_version_two_overwrites_no_state_blindly(lrs):
    lrs.put(STATE, PLACE, PAGE)

    answer = lrs.put(STATE, PLACE, {"page": 8})

    assert answer.status_code == 409
    assert "If-Match" in answer.json()["message"]
    assert kept(lrs) == '{"page": 7}'


@BOTH
@pytest.mark.parametrize("method", ["put", "post", "delete"])
@pytest.mark.parametrize("tag", ['"1234"', "1234", f'"{"1" * 40}", "x"', 'W/"1234"'])
def test_wrong_etag_changes_nothing(lrs, method, tag):
    lrs.put(STATE, PLACE, PAGE)
    content = [] if method == "delete" else [{"page": 8}]

    answer = getattr(lrs, method)(STATE, PLACE, *content, If_Match=tag)

    assert answer.status_code == 412
    assert kept(lrs) == '{"page": 7}'


@BOTH
@pytest.mark.parametrize("method", ["put", "post", "delete"])
@pytest.mark.parametrize("tag", ["{etag}", '"1234", {etag}', "*", "W/{etag}"])
def test_right_etag_lets_change(lrs, method, tag):
    lrs.put(STATE, PLACE, PAGE)
    tag = tag.format(etag=lrs.get(STATE, PLACE)["ETag"])
    content = [] if method == "delete" else [{"page": 8}]

    answer = getattr(lrs, method)(STATE, PLACE, *content, If_Match=tag)

    assert answer.status_code == 204
    after = lrs.get(STATE, PLACE)
    assert after.status_code == (404 if method == "delete" else 200)
    assert method == "delete" or after.json() == {"page": 8}


@BOTH
@pytest.mark.parametrize("method", ["put", "post"])
def test_if_none_match_lets_create_alone(lrs, method):
    send = getattr(lrs, method)

    first = send(STATE, PLACE, PAGE, If_None_Match="*")
    second = send(STATE, PLACE, {"page": 8}, If_None_Match="*")

    assert (first.status_code, second.status_code) == (204, 412)
    assert kept(lrs) == '{"page": 7}'


@BOTH
@pytest.mark.parametrize("method", ["put", "post", "delete"])
def test_what_is_not_here_matches_nothing(lrs, method):
    content = [] if method == "delete" else [PAGE]

    answer = getattr(lrs, method)(STATE, PLACE, *content, If_Match="*")

    assert answer.status_code == 412
    assert not Document.objects.exists()
