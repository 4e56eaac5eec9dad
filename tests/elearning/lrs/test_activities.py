"""What activities are: the resource, and the definitions that statements brought."""

import pytest
from django.test.utils import CaptureQueriesContext

from elearning.lrs.models import CredentialScope, Definition
from elearning.lrs.spec.merged_definitions import merge_definitions
from elearning.lrs.statements import activity_definitions, id_lookup
from elearning.lrs.statements.statement_store import store_statements
from tests.elearning.lrs.callers import Caller, tag
from tests.factories.lrs import AUTHORITY, BOOK, SHELF, statement

MEETING = "http://adlnet.gov/expapi/activities/meeting"
BOTH = pytest.mark.parametrize("lrs", ["1.0.3", "2.0.0"], indirect=True)


@pytest.fixture
def lrs(client, request, db):
    return Caller(client, version=getattr(request, "param", "2.0.0"))


def book(**definition):
    return {"objectType": "Activity", "id": BOOK, "definition": definition}


def about(*objects):
    return [statement(object=thing) for thing in objects]


# --- The resource --------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"activityId": ""},
        {"activityId": "true"},
        {"activityId": "no scheme/1"},
        {"activityid": BOOK},
        {"activityId": BOOK, "agent": "{}"},
    ],
)
def test_parameters_that_name_no_activity_are_refused(lrs, wrong):
    assert lrs.get("activities", wrong).status_code == 400


@BOTH
def test_activity_never_met_is_its_id(lrs):
    answer = lrs.get("activities", {"activityId": SHELF})

    assert answer.status_code == 200
    assert answer.json() == {"objectType": "Activity", "id": SHELF}
    assert answer["ETag"] == tag(answer.content)


@BOTH
def test_activity_is_as_the_statement_said(lrs):
    said = book(
        name={"en": "A book", "kk": "Кітап"}, type=MEETING, moreInfo="https://e.org/1"
    )
    lrs.store(*about(said))

    answer = lrs.get("activities", {"activityId": BOOK})

    assert answer.json() == said
    assert lrs.head("activities", {"activityId": BOOK})["ETag"] == tag(answer.content)


def test_activity_is_all_that_statements_said(lrs):
    lrs.store(
        *about(
            book(name={"en": "Book"}, extensions={"https://e.org/a": 1}),
            book(name={"fr": "Livre"}, type=MEETING),
            book(name={"en": "A book"}, extensions={"https://e.org/b": None}),
            {"id": BOOK},
        )
    )

    answer = lrs.get("activities", {"activityId": BOOK})

    assert answer.json()["definition"] == {
        "name": {"en": "A book", "fr": "Livre"},
        "type": MEETING,
        "extensions": {"https://e.org/a": 1, "https://e.org/b": None},
    }


def test_every_place_of_a_statement_defines(lrs):
    inner = {
        "objectType": "SubStatement",
        "actor": {"mbox": "mailto:other@example.org"},
        "verb": {"id": "https://example.org/verbs/read"},
        "object": book(name={"en": "Book"}),
        "context": {"contextActivities": {"other": [book(name={"ru": "Книга"})]}},
    }
    around = {"contextActivities": {"parent": book(name={"kk": "Кітап"})}}
    lrs.store(statement(object=inner, context=around))

    answer = lrs.get("activities", {"activityId": BOOK})

    assert answer.json()["definition"]["name"] == {
        "en": "Book",
        "ru": "Книга",
        "kk": "Кітап",
    }


@pytest.mark.parametrize(
    "scope, status",
    [
        (CredentialScope.ALL, 200),
        (CredentialScope.ALL_READ, 200),
        (CredentialScope.READ, 200),
        (CredentialScope.READ_MINE, 403),
        (CredentialScope.WRITE, 403),
        (CredentialScope.STATE, 403),
    ],
)
@pytest.mark.parametrize("name", ["activities", "agents"])
def test_scope_opens_what_is_known(client, db, name, scope, status):
    parameters = {"activityId": BOOK} if name == "activities" else {"agent": ACTOR}

    assert Caller(client, scope).get(name, parameters).status_code == status


ACTOR = {"mbox": "mailto:learner@example.org"}


# --- Definitions ---------------------------------------------------------------------


def test_definitions_met_before_cost_no_query(transactional_db):
    batch = about(book(name={"en": "Book"}), book(name={"fr": "Livre"}))
    store_statements(batch, authority=AUTHORITY)

    with CaptureQueriesContext(
        activity_definitions.transaction.get_connection()
    ) as queries:
        store_statements(batch, authority=AUTHORITY)

    assert not [query for query in queries if "lrs_definition" in query["sql"]]
    assert Definition.objects.count() == 2
    id_lookup.clear_id_cache()
    activity_definitions.clear_definition_cache()


def test_definition_is_kept_once_however_it_is_ordered(db):
    store_statements(
        about(
            book(name={"en": "Book"}, type=MEETING),
            book(type=MEETING, name={"en": "Book"}),
        ),
        authority=AUTHORITY,
    )

    assert Definition.objects.count() == 1


def test_definition_of_a_batch_rolled_back_is_not_remembered(transactional_db):
    batch = about(book(name={"en": "Book"}))
    with pytest.raises(ZeroDivisionError), activity_definitions.transaction.atomic():
        store_statements(batch, authority=AUTHORITY)
        1 / 0  # noqa: B018 — the caller fails

    store_statements(batch, authority=AUTHORITY)

    assert activity_definitions.find_definitions([BOOK, SHELF]) == {
        BOOK: {"name": {"en": "Book"}}
    }
    id_lookup.clear_id_cache()
    activity_definitions.clear_definition_cache()


def test_later_interaction_is_taken_whole():
    choices = [
        {"id": "a", "description": {"en": "Yes"}},
        {"id": "b", "description": {"en": "No"}},
    ]
    first = {
        "interactionType": "choice",
        "choices": choices,
        "correctResponsesPattern": ["a"],
        "description": {"en": "Is it?"},
    }
    second = {
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"kk": "Иә"}}, {"id": "c"}],
    }
    third = {"interactionType": "true-false", "correctResponsesPattern": ["true"]}

    assert merge_definitions([first, second]) == {
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"en": "Yes", "kk": "Иә"}}, {"id": "c"}],
        "description": {"en": "Is it?"},
    }
    assert merge_definitions([first, third]) == third | {
        "description": {"en": "Is it?"}
    }
    assert merge_definitions([]) == {}
