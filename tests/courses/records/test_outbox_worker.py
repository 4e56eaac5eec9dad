"""Sending statements on: to a real server on this machine, which answers as told."""

import hashlib
import json
from datetime import timedelta
from threading import Event

import pytest

from courses.records.forwarding import target_setup
from courses.records.forwarding.outbox_worker import send_due_statements
from elearning.lrs.models import Outbox, Statement, Target
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements import multipart
from elearning.lrs.statements.attachments import AttachmentFile
from elearning.lrs.statements.statement_store import store_statements
from tests.courses.records.other_store import running
from tests.factories.assessment import NOW
from tests.factories.lrs import AUTHORITY, READ, basic, new_id, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def put(number, *, version=XapiVersion.ONE, **parts):
    ids = [new_id() for _ in range(number)]
    batch = [statement(id=uuid, **parts) for uuid in ids]
    return store_statements(batch, authority=AUTHORITY, version=version)


def target(name="other"):
    return Target.objects.get(name=name)


def parked():
    return {
        str(row.statement.uuid): row.parked
        for row in target_setup.list_parked_statements(target())
    }


def test_without_a_target_nothing_is_sent():
    put(1)

    assert send_due_statements(NOW) == 0


def test_what_waits_is_sent_once_as_it_is_on_one_connection(other):
    ids = put(250)

    assert send_due_statements(NOW) == 250
    assert send_due_statements(NOW) == 0
    assert list(other.kept) == ids
    payloads = list(Statement.objects.order_by("pk").values_list("payload", flat=True))
    assert [body.decode() for _headers, body in other.batches] == [
        f"[{','.join(payloads[start : start + 100])}]" for start in (0, 100, 200)
    ]
    assert other.signatures == {basic("кілт", "құпия")}
    assert other.connections == 1
    assert other.asked == [
        ("GET", "/xapi/about", None),
        *[("POST", "/xapi/statements", "1.0.3")] * 3,
    ]


def test_batch_of_long_statements_is_a_short_one(other):
    put(3, result={"response": "б" * 900_000})

    assert send_due_statements(NOW) == 3
    assert [len(json.loads(body)) for _headers, body in other.batches] == [2, 1]


def test_connection_that_was_dropped_in_between_is_opened_again(other):
    other.hangs_up = True
    put(150)

    assert send_due_statements(NOW) == 150
    assert other.connections == 3


def test_poison_is_parked_and_holds_up_nothing(other):
    ids = put(7)
    other.poison = {ids[3]}

    assert send_due_statements(NOW) == 6
    assert parked() == {ids[3]: "400: Жарамсыз"}
    assert send_due_statements(NOW) == 0


def test_nothing_but_poison_is_parked_one_by_one(other):
    ids = put(5)
    other.poison = set(ids)

    assert send_due_statements(NOW) == 0
    assert parked() == dict.fromkeys(ids, "400: Жарамсыз")


def test_same_statement_there_already_is_delivered_and_another_parked(other):
    same, voided, different, fresh = put(4)
    other.kept = {
        same: statement(id=same, timestamp="2026-03-02T04:00:00Z"),
        voided: statement(id=voided),
        different: statement(id=different, verb={"id": READ + "2"}),
    }
    other.hidden = {voided}

    assert send_due_statements(NOW) == 3
    assert parked() == {different: "409: conflict"}
    assert fresh in other.kept


def test_conflict_about_nothing_that_is_there_ends_in_parking(other):
    ids = put(3)
    other.status = 409

    assert send_due_statements(NOW) == 0
    assert parked() == dict.fromkeys(ids, "409: no")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"Welcome to the hotel", "stranger"),
        (b'{"ok": true}', "stranger"),
        (b"[]", "lost"),
        (b"[7, null]", "lost"),
    ],
)
def test_answer_that_names_no_statements_makes_none_disappear(other, answer, said):
    ids = put(2)
    other.answer = answer

    assert send_due_statements(NOW) == 0
    assert Outbox.objects.waiting().count() == 2
    assert target().last_error.split()[0] == said
    other.answer = None
    assert send_due_statements(NOW + timedelta(hours=1)) == 2
    assert list(other.kept) == ids


def test_store_that_lists_only_what_was_new_is_asked_for_the_rest(other):
    old, new = put(2)
    other.answer = json.dumps([new.upper()]).encode()
    other.on_batch = lambda batch: other.kept.update({old: batch[0]})

    assert send_due_statements(NOW) == 2
    assert other.asked[-1] == ("GET", "/xapi/statements", "1.0.3")


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500, 503])
def test_target_that_takes_nothing_is_paused_longer_each_time(other, status):
    put(3)
    other.status = status

    pauses, at = [], NOW
    for _ in range(4):
        assert send_due_statements(at) == 0
        assert send_due_statements(at) == 0, "paused"
        pauses.append(target().paused_until - at)
        at = target().paused_until
    assert (target().failures, target().last_error) == (4, str(status))
    assert pauses[3] > pauses[0] >= timedelta(seconds=15)

    other.status = 200
    assert send_due_statements(at) == 3
    assert (target().failures, target().last_error) == (0, "")
    assert target().paused_until is None


def test_target_that_is_away_for_seven_days_loses_nothing(other):
    ids = put(1)
    Target.objects.update(endpoint="http://127.0.0.1:9/xapi")

    for hour in range(24 * 7):
        assert send_due_statements(NOW + timedelta(hours=hour)) == 0
    assert target().failures > 150
    assert target().last_error.startswith("away ")
    assert target().paused_until < NOW + timedelta(days=7, hours=1)
    Target.objects.update(endpoint=other.url)
    assert send_due_statements(NOW + timedelta(days=8)) == 1
    assert list(other.kept) == ids


def test_target_that_never_answers_holds_up_no_other(other, keys):
    (keys / "xapi-deaf").write_text("key:secret")
    over = Event()
    with running("deaf") as deaf:
        deaf.on_batch = lambda batch: over.wait(10)
        put(2)

        assert send_due_statements(NOW) == 2
        assert len(other.kept) == 2
        assert target("deaf").last_error.startswith("away ")
        over.set()


def test_target_without_a_key_file_says_what_to_do(other, settings, tmp_path):
    put(1)
    settings.KEYS_DIR = tmp_path / "elsewhere"

    assert send_due_statements(NOW) == 0
    assert target().last_error == "key xapi-other"


def test_statement_of_a_version_the_store_does_not_speak_is_parked(other):
    (old,) = put(1)
    (new,) = put(1, version=XapiVersion.TWO)

    assert send_due_statements(NOW) == 1
    assert list(other.kept) == [old]
    assert parked() == {new: "version 2.0.0"}


def test_each_statement_goes_by_the_version_it_is_of(other):
    other.versions = ["1.0.0", "1.0.3", "2.0.0", "0.95", "9", 7]
    put(2)
    put(1, version=XapiVersion.TWO)
    put(1)

    assert send_due_statements(NOW) == 4
    assert target().versions == ["2.0.0", "1.0.3", "1.0.0"]
    assert [version for method, _path, version in other.asked if method == "POST"] == [
        *("1.0.3", "2.0.0", "1.0.3"),
    ]


def test_store_that_speaks_nothing_but_2_0_gets_all_by_it(other):
    other.versions = ["2.0.0"]
    put(1)
    put(1, version=XapiVersion.TWO)

    assert send_due_statements(NOW) == 2
    assert other.asked[-1] == ("POST", "/xapi/statements", "2.0.0")
    assert len(other.batches) == 1


@pytest.mark.parametrize("versions", [None, [], ["0.9"], "1.0.3!", {"1.0.3": 1}, 1])
def test_stranger_is_sent_nothing(other, versions):
    other.versions = versions
    put(1)

    assert send_due_statements(NOW) == 0
    assert (target().last_error, other.batches) == ("stranger", [])


def test_data_of_attachments_goes_with_its_statement_alone(other):
    content = "ҚАЗАҚ\r\n--\0".encode() + bytes(range(256))
    sha2 = hashlib.sha256(content).hexdigest()
    attached = {
        "usageType": "https://example.org/usage",
        "display": {"en": "A paper"},
        "contentType": "application/octet-stream",
        "length": len(content),
        "sha2": sha2,
    }
    elsewhere = attached | {"sha2": "a" * 64, "fileUrl": "https://example.org/a"}
    put(1)
    file = AttachmentFile(sha2, content, "application/octet-stream", "part 1")
    (heavy,) = store_statements(
        [statement(attachments=[attached])], authority=AUTHORITY, files=[file]
    )
    put(2, attachments=[elsewhere])

    assert send_due_statements(NOW) == 4
    kinds = [headers["Content-Type"].split(";")[0] for headers, _body in other.batches]
    assert kinds == ["application/json", "multipart/mixed", "application/json"]
    headers, body = other.batches[1]
    first, second = multipart.parse_multipart(body, headers.get_boundary())
    assert [item["id"] for item in json.loads(first.content)] == [heavy]
    assert (second.content, second.headers["x-experience-api-hash"]) == (content, sha2)
