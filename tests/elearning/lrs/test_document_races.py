"""Two systems write one document at the same moment, each over its own connection."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from elearning.lrs.models import Document
from elearning.lrs.statements import activity_definitions, id_lookup
from tests.elearning.lrs.callers import Caller
from tests.factories.lrs import BOOK, LEARNER

pytestmark = pytest.mark.django_db(transaction=True)
STATE = "activities/state"
PLACE = {"activityId": BOOK, "agent": LEARNER, "stateId": "bookmark"}
WRITERS = 4


@pytest.fixture(autouse=True)
def _forget():
    yield
    id_lookup.clear_id_cache()
    activity_definitions.clear_definition_cache()


def at_once(send, number=WRITERS):
    """Let writers call ``send(its number)`` at the same moment; return the statuses."""
    start, statuses = Barrier(number), []

    def write(writer):
        start.wait(10)
        statuses.append(send(writer).status_code)
        connection.close()

    writers = [Thread(target=write, args=[writer]) for writer in range(number)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sorted(statuses)


@pytest.fixture
def lrs():
    return Caller(Client())


@pytest.mark.parametrize(
    "headers, lost", [({}, 409), ({"If_None_Match": "*"}, 412)], ids=["bare", "new"]
)
def test_one_of_many_creates(lrs, headers, lost):
    statuses = at_once(lambda n: lrs.put(STATE, PLACE, {"by": n}, **headers))

    assert statuses == [204, lost, lost, lost]
    assert Document.objects.count() == 1


def test_one_of_many_replaces_what_all_have_seen(lrs):
    lrs.put(STATE, PLACE, {"by": "nobody"})
    seen = lrs.get(STATE, PLACE)["ETag"]

    statuses = at_once(lambda n: lrs.put(STATE, PLACE, {"by": n}, If_Match=seen))

    assert statuses == [204, 412, 412, 412]


@pytest.mark.parametrize("is_there", [False, True])
def test_no_merge_loses_another(lrs, is_there):
    if is_there:
        lrs.put(STATE, PLACE, {})

    statuses = at_once(lambda n: lrs.post(STATE, PLACE, {str(n): n}))

    assert statuses == [204] * WRITERS
    merged = lrs.get(STATE, PLACE).json()
    assert merged == {str(n): n for n in range(WRITERS)}


def test_version_one_overwrites_state_in_turn():
    lrs = Caller(Client(), version="1.0.3")

    statuses = at_once(lambda n: lrs.put(STATE, PLACE, {"by": n}))

    assert statuses == [204] * WRITERS
    assert lrs.get(STATE, PLACE).json()["by"] in range(WRITERS)
