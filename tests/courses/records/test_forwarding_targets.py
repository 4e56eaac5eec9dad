"""Looking after the stores that statements are sent on to."""

import stat
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from courses.records.errors import TargetError
from courses.records.forwarding import target_setup
from courses.records.forwarding.delivery_errors import explain_delivery_error
from courses.records.forwarding.outbox_worker import send_due_statements
from elearning.audit.models import Entry
from elearning.lrs.models import Outbox, Target, TargetState
from elearning.lrs.spec.xapi_versions import XapiVersion
from elearning.lrs.statements.statement_store import store_statements
from tests.courses.records.other_store import running
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW
from tests.factories.lrs import AUTHORITY, basic, new_id, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

ADDRESS = "https://lrs.example.kz/xapi/"


def put(number=1, *, version=XapiVersion.ONE):
    batch = [statement(id=new_id()) for _ in range(number)]
    return store_statements(batch, authority=AUTHORITY, version=version)


def target():
    return Target.objects.get(name="other")


def entries():
    return list(Entry.objects.order_by("pk").values_list("action", "by", "details"))


@pytest.mark.parametrize("name", ["", "a b", "../up", "ä", "a" * 51, "a\n"])
def test_name_is_short_and_latin(keys, name):
    with pytest.raises(TargetError):
        target_setup.create_target(name, ADDRESS, "key", "secret", by=None)

    assert Target.objects.count() == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        *("", "lrs.example.kz", "ftp://lrs.example.kz/", "file:///etc/passwd"),
        *("https://", "https://:443/", "https://lrs.example.kz:0/", "http://[::1/"),
        *("https://key:secret@lrs.example.kz/", "https://key@lrs.example.kz/"),
        *("https://lrs.example.kz/?a=b", "https://lrs.example.kz/#a"),
        *("https://lrs.example.kz:99999/", "https://lrs.example.kz:x/"),
        *("https://lrs.example.kz/ a", "https://lrs.example.kz/\r\nHost: b"),
        *("https://дүкен.kz/", "https://lrs.example.kz/" + "a" * 180),
    ],
)
def test_address_is_that_of_a_store_and_nothing_else(keys, endpoint):
    with pytest.raises(TargetError):
        target_setup.create_target("ministry", endpoint, "key", "secret", by=None)

    assert list(keys.iterdir()) == [keys / "xapi-other"]


@pytest.mark.parametrize(
    ("key", "secret"), [("key", ""), ("", "secret"), ("k:y", "s"), ("key", "s\nt")]
)
def test_key_and_secret_are_whole_or_nothing_is_kept(keys, key, secret):
    with pytest.raises(TargetError):
        target_setup.create_target("ministry", ADDRESS, key, secret, by=None)

    assert Target.objects.count() == 0
    assert list(keys.iterdir()) == [keys / "xapi-other"]


def test_name_is_given_once(keys):
    target_setup.create_target("ministry", ADDRESS, "key", "secret", by=None)

    with pytest.raises(TargetError):
        target_setup.create_target("ministry", ADDRESS, "key", "another", by=None)
    assert (keys / "xapi-ministry").read_text() == "key:secret\n"


@pytest.mark.parametrize(
    "address", [ADDRESS, "http://lrs:8080/xapi", "http://[::1]:9/x"]
)
def test_new_target_keeps_its_secret_in_a_file_of_its_own(keys, address):
    made = target_setup.create_target(
        "ministry", address, "кілт", "құпия", by=UserFactory()
    )

    path = keys / "xapi-ministry"
    assert path.read_text() == "кілт:құпия\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(keys.iterdir()) == [path, keys / "xapi-other"]
    (entry,) = Entry.objects.all()
    assert (entry.action, entry.details) == (
        "records.target_created",
        {"endpoint": address},
    )
    assert entry.by is not None
    assert entry.subject_id == str(made.pk)


def test_changed_secret_is_used_at_once(other, keys):
    put()
    other.status = 401
    send_due_statements(NOW)
    other.status = 200

    target_setup.change_target(target(), key="new", secret="secret", by=None)

    assert send_due_statements(NOW) == 1
    assert basic("new", "secret") in other.signatures
    assert entries() == [
        (
            "records.target_changed",
            None,
            {"endpoint": other.url, "is_signed_anew": True},
        )
    ]


def test_changed_address_is_asked_what_it_speaks(other):
    put()
    Target.objects.update(endpoint="http://127.0.0.1:9/", versions=["2.0.0"])

    target_setup.change_target(target(), endpoint=other.url, by=None)

    assert send_due_statements(NOW) == 1
    assert target().versions == ["1.0.3", "1.0.0"]


def test_paused_target_keeps_what_comes_and_gets_it_when_resumed(other):
    put()
    target_setup.pause_target(target(), by=None)
    put()

    assert target().state == TargetState.PAUSED
    assert send_due_statements(NOW) == 0
    target_setup.resume_target(target(), by=None)
    assert target().state == TargetState.SENDING
    assert send_due_statements(NOW) == 2
    assert [action for action, *_ in entries()] == [
        "records.target_paused",
        "records.target_resumed",
    ]


def test_stopped_target_keeps_what_waits_and_gets_nothing_more(other):
    before = put()
    target_setup.stop_target(target(), by=None)
    put()

    assert target().state == TargetState.STOPPED
    assert send_due_statements(NOW) == 0
    with pytest.raises(TargetError):
        target_setup.order_backfill(target(), NOW, by=None)
    target_setup.resume_target(target(), by=None)
    assert send_due_statements(NOW) == 1
    assert list(other.kept) == before


def test_overview_counts_in_one_query(other, keys, django_assert_num_queries):
    put(3)
    Outbox.objects.filter(pk=Outbox.objects.first().pk).update(
        parked="no", parked_at=NOW
    )
    Target.objects.update(failures=2, last_error="401", last_sent_at=NOW)
    target_setup.create_target("ministry", ADDRESS, "key", "secret", by=None)
    target_setup.create_target("academy", ADDRESS, "key", "secret", by=None)

    with django_assert_num_queries(1):
        rows = target_setup.list_target_rows()

    assert [
        (row.target.name, row.waiting, row.parked, row.state, row.last_sent_at)
        for row in rows
    ] == [
        ("academy", 0, 0, TargetState.SENDING, None),
        ("ministry", 0, 0, TargetState.SENDING, None),
        ("other", 2, 1, TargetState.TROUBLE, NOW),
    ]
    assert [bool(row.last_error) for row in rows] == [False, False, True]


def test_parked_statements_are_tried_again_all_or_some(other):
    first, second, third = put(3)
    other.poison = {first, second, third}
    send_due_statements(NOW)
    other.poison = set()
    (row, *_) = target_setup.list_parked_statements(target())

    assert target_setup.retry_target(target(), [row], by=None) == 1
    assert send_due_statements(NOW) == 1
    assert list(other.kept) == [first]
    assert target_setup.retry_target(target(), by=None) == 2
    assert send_due_statements(NOW) == 2
    assert not target_setup.list_parked_statements(target()).exists()
    assert entries()[-1] == ("records.parked_retried", None, {"number": 2})


def test_reason_says_what_is_ours_to_say_in_the_readers_language(other):
    put(version=XapiVersion.TWO)
    send_due_statements(NOW)

    (row,) = target_setup.list_parked_statements(target())
    assert row.parked == "version 2.0.0"
    assert "2.0.0" in row.reason
    assert row.reason != row.parked


def test_test_of_a_sound_store_names_its_versions_and_ends_a_pause(other):
    other.versions = ["1.0.3", "2.0.0"]
    Target.objects.update(failures=3, paused_until=NOW, last_error="503")

    finding = target_setup.probe_target(target(), by=None)

    assert finding.ok
    assert "2.0.0, 1.0.3" in finding.text
    assert target().versions == ["2.0.0", "1.0.3"]
    assert (target().failures, target().last_error) == (0, "")
    assert other.kept == {}


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500])
def test_test_says_what_to_do_about_an_answer(other, status):
    other.status = status

    finding = target_setup.probe_target(target(), by=None)

    assert not finding.ok
    assert (str(status) in finding.text) == (status not in {401, 403})
    assert target().last_error == str(status)
    assert target_setup.list_target_rows()[0].last_error == finding.text


def test_test_says_what_to_do_about_a_store_that_is_not_there(other, keys):
    Target.objects.update(endpoint="http://127.0.0.1:9/")
    away = target_setup.probe_target(target(), by=None)
    Target.objects.update(endpoint=other.url)
    other.versions = "none"
    stranger = target_setup.probe_target(target(), by=None)
    (keys / "xapi-other").unlink()
    unsigned = target_setup.probe_target(target(), by=None)

    findings = [away, stranger, unsigned]
    assert [finding.ok for finding in findings] == [False] * 3
    assert len({finding.text for finding in findings}) == 3


def test_command_sets_up_a_target_and_looks_after_it(keys, capsys):
    with running("first") as server:
        call_command("lrs_target", "second", server.url)
        assert str(keys / "xapi-second") in capsys.readouterr().out
        (keys / "xapi-second").write_text("key:secret")

        call_command("lrs_target", "second", "--test", "--pause")
        assert "1.0.3" in capsys.readouterr().out
        put()
        call_command("lrs_target", "second", "--stop")
        put()
        call_command("lrs_target", "second", "--resume", "--since", "2026-01-01")

        second = Target.objects.get(name="second")
        assert Outbox.objects.filter(target=second).count() == 1
        assert second.backfill_before is not None
        assert second.state == TargetState.SENDING


@pytest.mark.parametrize(
    "words", [["nobody"], ["new", "no address"], ["other", "--test"]]
)
def test_command_says_what_is_wrong(other, words):
    other.status = 401

    with pytest.raises(CommandError):
        call_command("lrs_target", *words)


def test_nothing_is_sent_to_an_address_that_was_taken_off_the_list(other, settings):
    put()
    settings.LRS_TARGETS = ["https://lrs.example.kz"]

    assert send_due_statements(NOW) == 0

    assert "LRS_TARGETS" in explain_delivery_error(target().last_error)
    settings.LRS_TARGETS = [other.url.rpartition(":")[0]]
    assert send_due_statements(NOW + timedelta(days=1)) == 1
