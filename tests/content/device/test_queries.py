"""An act costs the same few queries, however many a device sends at once."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment import enrol_learner
from tests.content.device.acting import EARLIER, NOW, act, checked, chosen, send, states
from tests.factories.content import (
    FIFTEEN,
    CoursePages,
    check_block,
    name,
    scenario_block,
    text_block,
)
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory

#: Of each kind the queries that one act more takes; the beginning and the end of its
#: transaction are two of them, its story in the record store five, on PostgreSQL six: it
#: says there that it is writing.
_MORE = {"place": 7, "check": 13, "decide": 14, "practice": 14}


@pytest.fixture
def device(client):
    """The signed-in device of somebody on a course."""
    released_instrument("36", "43")
    pages = CoursePages(lessons=[])
    pages.question("T1-Q01", for_practice=True, **FIFTEEN)
    pages.lesson("l2", [text_block("l2"), check_block()])
    pages.lesson("s1", [scenario_block()])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user, at=NOW - timedelta(days=3))
    client.force_login(learner.user)
    return client


def done(kind, number):
    at = EARLIER + timedelta(seconds=number)
    match kind:
        case "place":
            return act("place", block=f"b{number}", at=at)
        case "check":
            return checked("ab"[number % 2], at=at)
        case "decide":
            return chosen("n1", "a", at=at)
        case _:
            given = {"question": name("T1-Q01"), "fields": {"number": ["15"]}}
            return act("practice", "", at=at, **given)


# What a transaction has met is remembered when it is committed.
@pytest.mark.django_db(transaction=True)
def test_act_takes_a_few_queries_and_no_more_with_others(device):
    grown, number = {}, count()
    for kind in _MORE:
        send(device, done(kind, next(number)))
        counted = []
        for acts in (1, 3, 5):
            with CaptureQueriesContext(connection) as queries:
                answer = send(
                    device, *(done(kind, next(number)) for _more in range(acts))
                )
            assert states(answer) == ["accepted"] * acts, kind
            counted.append(len(queries))
        assert counted[1] - counted[0] == counted[2] - counted[1], (kind, counted)
        grown[kind] = (counted[1] - counted[0]) // 2
    writing = connection.vendor == "postgresql"
    told = {kind: more + writing for kind, more in _MORE.items() if kind != "place"}
    assert grown == _MORE | told
