"""What is no act of theirs is refused, and does nothing."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from content.offline.models import KeptAct
from courses.enrolment import enrol_learner
from courses.models import UnitProgress
from tests.content.device.acting import NOW, act, checked, send, states
from tests.factories.content import name
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def body(response):
    return response.status_code, response.json()


def test_nobody_signed_in_and_no_token_take_nothing(client, learner):
    assert body(send(client, checked())) == (401, {"error": "signed-out"})
    assert body(client.get("/offline/session/")) == (401, {"error": "signed-out"})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner.user)
    assert send(strict, checked()).status_code == 403
    token = strict.get("/offline/session/").json()["token"]
    sent = strict.post(
        "/offline/acts/",
        json.dumps({"acts": [checked()]}),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )
    assert states(sent) == ["accepted"]


@pytest.mark.parametrize(
    "sent",
    [
        "[" * 100_000,
        '{"acts": ' + "[" * 200_000,
        "[]",
        '{"acts": {}}',
        "",
        '{"acts": [' + "1," * 100 + "1]}",
        b"\xff\xfe",
        '{"acts": [' + "9" * 5000 + "]}",
    ],
    ids=["deep", "deep inside", "list", "object", "empty", "many", "bytes", "number"],
)
def test_what_is_no_list_of_acts_is_refused_as_a_whole(reader, sent):
    response = reader.post("/offline/acts/", sent, content_type="application/json")

    assert body(response) == (400, {"error": "unreadable"})


def test_body_that_is_too_large_is_refused_before_it_is_read(reader):
    heavy = json.dumps({"acts": ["x" * 600_000]})

    response = reader.post("/offline/acts/", heavy, content_type="application/json")

    assert body(response) == (413, {"error": "too-large"})


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "exam"},
        {"kind": []},
        {"key": "1"},
        {"key": None},
        {"course": "t1\0"},
        {"course": 1},
        {"unit": "../l1"},
        {"language": "de"},
        {"at": "yesterday"},
        {"at": "2026-11-27T10:00:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
        {"at": 5},
        {"block": "x" * 65},
        {"block": "a\0"},
        {"fields": {"choice": "a"}},
        {"fields": {"choice": [["a"]]}},
        {"fields": {"choice": ["\ud800"]}},
        {"fields": {"choice": ["x" * 5000]}},
        {"fields": {f"f{n}": [] for n in range(100)}},
        {"fields": None},
    ],
    ids=str,
)
def test_act_in_another_form_is_refused_and_the_next_is_taken(reader, parts):
    answer = send(reader, checked() | parts, act("start"))

    assert states(answer) == ["refused", "accepted"]
    assert KeptAct.objects.count() == 1


@pytest.mark.parametrize("sent", [None, 5, [], "act", {}, {"key": {"a": 1}}], ids=str)
def test_what_is_no_act_at_all_is_refused(reader, sent):
    assert states(send(reader, sent)) == ["refused"]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (act("done", "nowhere"), "gone"),
        (act("done", "t1-exam"), "gone"),
        (act("check", block="elsewhere", fields={"choice": ["a"]}), "gone"),
        (act("check", block=name("check"), fields={"choice": ["a"]}), "no-answer"),
        (act("check", block=name("check"), fields={}), "no-answer"),
        (act("decide", "s1", block=name("scenario"), choice="x"), "moved"),
        (act("practice", "", question=str(uuid4()), fields={}), "gone"),
        (
            act("practice", "", question=name("T1-Q02"), fields={"number": ["15"]}),
            "gone",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_act_that_cannot_be_done_keeps_its_facts_and_changes_nothing(
    reader, sent, reason
):
    assert states(send(reader, sent)) == ["refused"]

    row = KeptAct.objects.get()
    assert (row.outcome, row.reason) == ("refused", reason)
    assert not UnitProgress.objects.exclude(notes={}).exists()


def test_same_key_with_something_else_is_refused_and_what_was_received_stays(reader):
    first = checked("a")
    send(reader, first)

    answer = send(reader, first | {"fields": {"choice": [name("check", "b")]}})

    assert states(answer) == ["refused"]
    assert KeptAct.objects.get().payload["fields"] == first["fields"]


def test_acts_and_courses_of_somebody_else_are_out_of_reach(reader, pages, client):
    colleague, first = StaffMemberFactory(), checked("a")
    send(reader, first)
    other = Client()
    other.force_login(colleague.user)
    assert states(send(other, first)) == ["refused"]  # not on the course

    enrol_learner(
        colleague, pages.course, by=colleague.user, at=NOW - timedelta(days=1)
    )

    assert states(send(other, first)) == ["refused"]  # the key is another's
    assert KeptAct.objects.visible_to(colleague.user).count() == 0
    assert not UnitProgress.objects.filter(enrolment__learner=colleague).exists()


def test_acts_of_whoever_was_signed_in_a_moment_ago_are_not_taken_from_the_next(
    reader, learner, pages
):
    holder = reader.get("/offline/session/").json()["holder"]
    colleague = StaffMemberFactory()
    enrol_learner(
        colleague, pages.course, by=colleague.user, at=NOW - timedelta(days=1)
    )
    reader.force_login(colleague.user)
    theirs = {"X-Device-Holder": holder}

    assert body(send(reader, checked(), headers=theirs)) == (
        409,
        {"error": "other-person"},
    )
    assert not KeptAct.objects.exists()
    reader.force_login(learner.user)
    assert states(send(reader, checked(), headers=theirs)) == ["accepted"]
