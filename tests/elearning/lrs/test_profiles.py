"""Activity and Agent Profile over HTTP (Part Three, 2.6, 2.7, 3.1; 2.0, 4.1.6.5–6)."""

import pytest

from elearning.lrs.models import Activity, Agent, CredentialScope, Document
from tests.elearning.lrs.callers import Caller, tag
from tests.factories.lrs import BOOK, LEARNER, OTHER, SHELF

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
ACTIVITY = ("activities/profile", {"activityId": BOOK})
AGENT = ("agents/profile", {"agent": LEARNER})
PROFILE = {"language": "kk"}
BOTH = pytest.mark.parametrize("lrs", ["1.0.3", "2.0.0"], indirect=True)
EACH = pytest.mark.parametrize("name, context", [ACTIVITY, AGENT])


@pytest.fixture
def lrs(client, request):
    return Caller(client, version=getattr(request, "param", "2.0.0"))


def place(context, profile_id="settings"):
    return context | {"profileId": profile_id}


# --- Doors ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("activities/profile", {"profileId": "a"}),
        ("activities/profile", {"activityId": "book", "profileId": "a"}),
        ("activities/profile", {"activityId": BOOK, "profileId": ""}),
        (
            "activities/profile",
            {"activityId": BOOK, "profileId": "a", "agent": LEARNER},
        ),
        ("activities/profile", {"activityId": BOOK, "profileid": "a"}),
        ("agents/profile", {"profileId": "a"}),
        ("agents/profile", {"agent": "x", "profileId": "a"}),
        ("agents/profile", {"agent": LEARNER, "profileId": "a", "activityId": BOOK}),
        ("agents/profile", {"agent": LEARNER, "profileId": "a", "registration": "x"}),
        (
            "agents/profile",
            {"agent": OTHER | {"objectType": "Group"}, "profileId": "a"},
        ),
    ],
)
def test_parameters_that_name_no_profile_are_refused(lrs, name, wrong):
    answers = [
        lrs.get(name, wrong),
        lrs.put(name, wrong, PROFILE, If_None_Match="*"),
        lrs.post(name, wrong, PROFILE),
        lrs.delete(name, wrong),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 400]
    assert not Document.objects.exists()


@EACH
def test_writing_and_deleting_name_one_profile(lrs, name, context):
    answers = [
        lrs.put(name, context, PROFILE, If_None_Match="*"),
        lrs.post(name, context, PROFILE),
        lrs.delete(name, context),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


@EACH
@pytest.mark.parametrize(
    "scope, statuses",
    [
        (CredentialScope.PROFILE, [404, 204]),
        (CredentialScope.ALL, [404, 204]),
        (CredentialScope.ALL_READ, [404, 403]),
        (CredentialScope.STATE, [403, 403]),
        (CredentialScope.READ, [403, 403]),
    ],
)
def test_scope_opens_profiles(client, name, context, scope, statuses):
    lrs = Caller(client, scope)

    answers = [lrs.get(name, place(context)), lrs.delete(name, place(context))]

    assert [answer.status_code for answer in answers] == statuses


# --- Documents -----------------------------------------------------------------------


@BOTH
@EACH
def test_profile_is_put_fetched_merged_and_deleted(lrs, name, context):
    there = place(context)
    stored = lrs.put(name, there, b'{ "language": "ru" }', If_None_Match="*")
    first = lrs.get(name, there)
    merged = lrs.post(name, there, {"size": 2})
    second = lrs.get(name, there)
    gone = lrs.delete(name, there, If_Match=second["ETag"])

    assert [stored.status_code, merged.status_code, gone.status_code] == [204] * 3
    assert first.content == b'{ "language": "ru" }'
    assert first["ETag"] == tag(first.content)
    assert second.json() == {"language": "ru", "size": 2}
    assert "Last-Modified" in second
    assert lrs.get(name, there).status_code == 404


@BOTH
@EACH
def test_profiles_of_others_are_apart(lrs, name, context):
    other = {"activityId": SHELF} if "activityId" in context else {"agent": OTHER}
    for profile_id in ("b", "a"):
        lrs.post(name, place(context, profile_id), PROFILE)
    lrs.post(name, place(other, "c"), PROFILE)

    listed = lrs.get(name, context)

    assert listed.json() == ["a", "b"]
    assert listed["ETag"] == tag(listed.content)
    assert lrs.get(name, context | {"since": "2999-01-01T00:00:00Z"}).json() == []


def test_kinds_of_documents_are_apart(lrs):
    lrs.put(*ACTIVITY[:1], place(ACTIVITY[1]), {"of": "activity"})
    lrs.put(*AGENT[:1], place(AGENT[1]), {"of": "agent"})
    state = {"activityId": BOOK, "agent": LEARNER}
    lrs.put("activities/state", state | {"stateId": "settings"}, {"of": "state"})

    assert lrs.get(ACTIVITY[0], place(ACTIVITY[1])).json() == {"of": "activity"}
    assert lrs.get(AGENT[0], place(AGENT[1])).json() == {"of": "agent"}
    lrs.delete("activities/state", state)
    assert Document.objects.count() == 2


def test_what_was_never_met_may_have_a_profile(lrs):
    lrs.put(AGENT[0], place(AGENT[1]), PROFILE)
    lrs.put(ACTIVITY[0], place(ACTIVITY[1]), PROFILE)

    assert [row.name for row in Activity.objects.all()] == [BOOK]
    assert Agent.objects.count() == 1


# --- Preconditions -------------------------------------------------------------------


@EACH
def test_version_one_puts_no_new_profile_without_a_header(client, name, context):
    lrs = Caller(client, version="1.0.3")

    answer = lrs.put(name, place(context), PROFILE)

    assert answer.status_code == 400
    assert "If-None-Match" in answer.json()["message"]
    assert not Document.objects.exists()


@EACH
def test_version_two_puts_a_new_profile_without_a_header(lrs, name, context):
    assert lrs.put(name, place(context), PROFILE).status_code == 204


@BOTH
@EACH
def test_profile_is_not_overwritten_blindly(lrs, name, context):
    lrs.post(name, place(context), PROFILE)

    answer = lrs.put(name, place(context), {"language": "ru"})

    assert answer.status_code == 409
    assert "If-Match" in answer.json()["message"]
    assert lrs.get(name, place(context)).json() == PROFILE


@BOTH
@EACH
@pytest.mark.parametrize("method", ["put", "post", "delete"])
def test_old_etag_changes_nothing(lrs, name, context, method):
    lrs.post(name, place(context), PROFILE)
    old = lrs.get(name, place(context))["ETag"]
    lrs.put(name, place(context), {"language": "en"}, If_Match=old)
    content = [] if method == "delete" else [{"language": "ru"}]

    answer = getattr(lrs, method)(name, place(context), *content, If_Match=old)

    assert answer.status_code == 412
    assert lrs.get(name, place(context)).json() == {"language": "en"}
