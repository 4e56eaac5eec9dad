"""The desk of the record store: other stores, and exports."""

import html
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.desk.records.views import forwarding_targets as views
from courses.records.export import export_jobs
from courses.records.forwarding import target_setup
from courses.records.models import ExportJob
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.models import Outbox, Target
from elearning.lrs.statements import statement_store
from tests.factories.accounts import UserFactory
from tests.factories.lrs import AUTHORITY, statement

pytestmark = pytest.mark.django_db

SECRET = "s3cr3t-of-the-other-store"
STORE = {
    "name": "ministry",
    "endpoint": "http://127.0.0.1:9/xapi/",
    "key": "reports",
    "secret": SECRET,
}


@pytest.fixture(autouse=True)
def administrator(enter, settings, tmp_path):
    settings.KEYS_DIR = tmp_path
    settings.EXPORTS_DIR = tmp_path / "exports"
    return enter(Role.ADMINISTRATOR)


def page(name, *arguments):
    return reverse(f"desk:records:{name}", args=arguments)


@pytest.fixture
def store():
    return target_setup.create_target(*STORE.values(), by=None)


# --- Other stores ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "Министерство"}, {"name"}),
        ({"name": "a b"}, {"name"}),
        ({"name": "x" * 51}, {"name"}),
        ({"endpoint": ""}, {"endpoint"}),
        ({"endpoint": "ftp://lrs.example/"}, {"endpoint"}),
        ({"endpoint": "https://elsewhere.example/xapi/"}, {"endpoint"}),
        ({"endpoint": "https://127.0.0.1/xapi/"}, {"endpoint"}),
        ({"endpoint": "https://key:secret@lrs.example/"}, {"endpoint"}),
        ({"endpoint": "https://[::1"}, {"endpoint"}),
        ({"key": ""}, {"key"}),
        ({"key": "a:b"}, {"key"}),
        ({"secret": ""}, {"secret"}),
    ],
)
def test_wrong_store_is_not_added(client, facts, wrong):
    answer = client.post(page("create-target"), STORE | facts)

    assert set(answer.context["form"].errors) == wrong
    assert SECRET not in answer.content.decode()
    assert not Target.objects.exists()


def test_store_is_added_and_its_secret_never_shown(client, administrator):
    answer = client.post(page("create-target"), STORE)

    assert answer.url == page("target", "ministry")
    for url in (answer.url, page("targets"), page("change-target", "ministry")):
        assert SECRET not in client.get(url).content.decode()
    entry = Entry.objects.get(action="records.target_created")
    assert entry.by == administrator
    assert SECRET not in str(entry.details)


def test_unknown_store_does_not_exist(client):
    names = [
        *("target", "change-target", "backfill-target", "stop-target"),
        *("pause-target", "resume-target", "test-target", "retry-target"),
    ]

    answers = {client.post(page(name, "none")).status_code for name in names[1:]}

    assert answers | {client.get(page(names[0], "none")).status_code} == {404}


def test_change_without_key_keeps_the_one_there(client, store, administrator, tmp_path):
    kept = tmp_path / "xapi-ministry"
    before = kept.read_text()
    given = {"endpoint": "http://127.0.0.1:9/other/", "key": "", "secret": ""}

    wrong = client.post(page("change-target", store.name), {"endpoint": ""})
    client.post(page("change-target", store.name), given)

    assert wrong.context["form"].errors.keys() == {"endpoint"}
    assert Target.objects.get().endpoint == given["endpoint"]
    assert kept.read_text() == before
    assert Entry.objects.get(action="records.target_changed").by == administrator


def test_store_is_paused_resumed_and_stopped(client, store, administrator):
    def state():
        (row,) = target_setup.list_target_rows()
        return row.state.value

    said = []
    client.post(page("pause-target", store.name))
    said.append(state())
    client.post(page("resume-target", store.name))
    said.append(state())
    client.get(page("stop-target", store.name))
    said.append(state())
    client.post(page("stop-target", store.name))
    said.append(state())

    assert said == ["paused", "sending", "sending", "stopped"]
    entries = Entry.objects.filter(
        action__startswith="records.target", by=administrator
    )
    assert set(entries.values_list("action")) == {
        ("records.target_paused",),
        ("records.target_resumed",),
        ("records.target_stopped",),
    }
    assert client.get(page("target", store.name)).status_code == 200


def test_store_sent_twice_is_added_once(client):
    client.post(page("create-target"), STORE)
    again = client.post(page("create-target"), STORE)

    assert again.context["form"].errors.keys() == {"name"}
    assert Entry.objects.filter(action="records.target_created").count() == 1


@pytest.mark.parametrize("act", ["pause", "stop"])
def test_act_sent_twice_is_one_entry(client, store, act):
    client.post(page(f"{act}-target", store.name))
    client.post(page(f"{act}-target", store.name))

    done = Entry.objects.exclude(action="records.target_created")
    (entry,) = done.filter(action__startswith="records.target_")
    assert entry.action.startswith(f"records.target_{act}")


def test_store_that_is_away_is_said_to_be_so(client, store, administrator):
    answer = client.post(page("test-target", store.name), follow=True)

    (message,) = answer.context["messages"]
    assert message.level_tag == "error"
    assert "127.0.0.1" in answer.content.decode()
    assert answer.context["row"].last_error in html.unescape(answer.content.decode())
    entry = Entry.objects.get(action="records.target_tested")
    assert (entry.by, entry.details) == (administrator, {"is_fine": False})


def test_stores_that_need_somebody_come_first(client):
    for name in ("a-sound", "b-away", "c-refusing"):
        target_setup.create_target(
            name, "http://127.0.0.1:9/", "key", "secret", by=None
        )
    statement_store.store_statements([statement()], authority=AUTHORITY)
    Target.objects.filter(name="b-away").update(failures=1, last_error="503")
    refused = Outbox.objects.filter(target__name="c-refusing")
    refused.update(parked="400 No", parked_at=timezone.now())

    lines = client.get(page("targets")).context["lines"]

    assert [line["row"].target.name for line in lines] == [
        "b-away",
        "c-refusing",
        "a-sound",
    ]


def test_refused_statements_are_listed_and_sent_again(client, store):
    for _number in range(3):
        statement_store.store_statements([statement()], authority=AUTHORITY)
    Outbox.objects.update(parked="400 <b>No verb</b>", parked_at=timezone.now())
    one = Outbox.objects.first()

    shown = client.get(page("target", store.name))
    assert shown.context["row"].parked == 3
    assert "<b>No verb</b>" not in shown.content.decode()
    client.post(page("retry-target", store.name), {"row": "x"})
    assert Outbox.objects.parked().count() == 3
    client.post(page("retry-target", store.name), {"row": one.pk})
    assert list(Outbox.objects.waiting()) == [one]
    client.post(page("retry-target", store.name))
    assert Outbox.objects.waiting().count() == 3


@pytest.mark.parametrize("row", ["", "x", "-1", "9" * 30, "9" * 5000, "\x00", "0"])
def test_wrong_row_sends_nothing_again(client, store, row):
    statement_store.store_statements([statement()], authority=AUTHORITY)
    Outbox.objects.update(parked="400 No", parked_at=timezone.now())

    answer = client.post(page("retry-target", store.name), {"row": row}, follow=True)

    (message,) = answer.context["messages"]
    assert message.level_tag == "info"
    assert Outbox.objects.parked().count() == 1
    assert not Entry.objects.filter(action="records.parked_retried").exists()


def test_row_of_another_store_is_not_sent_again(client, store):
    other = target_setup.create_target(
        "other", "http://127.0.0.1:9/", "key", "secret", by=None
    )
    statement_store.store_statements([statement()], authority=AUTHORITY)
    Outbox.objects.update(parked="400 No", parked_at=timezone.now())

    client.post(
        page("retry-target", store.name), {"row": Outbox.objects.get(target=other).pk}
    )

    assert Outbox.objects.parked().count() == 2


def test_refused_statements_are_told_without_names(client, store):
    person = {"mbox": "mailto:aigul@example.org", "name": "Айгуль"}
    statement_store.store_statements([statement(actor=person)], authority=AUTHORITY)
    Outbox.objects.update(parked="400 No", parked_at=timezone.now())

    with translation.override("en"):
        answer = client.get(page("target", store.name))

    (item,) = answer.context["parked"]
    assert item["sentence"].startswith("Read: ")
    assert "aigul" not in answer.content.decode().lower()
    assert "Айгуль" not in answer.content.decode()


def test_page_says_when_it_shows_not_all_refused(client, store, monkeypatch):
    monkeypatch.setattr(views, "_SHOWN", 2)
    for _number in range(3):
        statement_store.store_statements([statement()], authority=AUTHORITY)
    Outbox.objects.update(parked="400 No", parked_at=timezone.now())

    with translation.override("en"):
        answer = client.get(page("target", store.name))

    assert len(answer.context["parked"]) == 2
    assert "The 2 oldest are shown." in answer.content.decode()


def test_queries_do_not_grow_with_refused_statements(client, store):
    def queries(number):
        for n in range(number):
            someone = {"mbox": f"mailto:p{number}{n}@example.org"}
            statement_store.store_statements(
                [statement(actor=someone)], authority=AUTHORITY
            )
        Outbox.objects.update(parked="400 No", parked_at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            client.get(page("target", store.name))
        return len(captured)

    queries(1)

    assert queries(1) == queries(3)


def test_queries_do_not_grow_with_stores(client):
    def queries(*names):
        for name in names:
            target_setup.create_target(
                name, "http://127.0.0.1:9/", "key", "secret", by=None
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(page("targets"))
        return len(captured)

    queries("first")

    assert queries("a") == queries("b", "c", "d")


@pytest.mark.parametrize("since", ["", "soon", "1999-12-31", "2999-01-01"])
def test_older_statements_are_sent_from_a_day_there_was(client, store, since):
    answer = client.post(page("backfill-target", store.name), {"since": since})

    assert answer.context["form"].errors.keys() == {"since"}


def test_older_statements_are_sent_on_request(client, store, administrator):
    today = f"{timezone.localdate():%Y-%m-%d}"

    done = client.post(page("backfill-target", store.name), {"since": today})
    assert done.url == page("target", store.name)
    assert client.get(done.url).context["is_filling"]
    assert Entry.objects.get(action="records.backfill_ordered").by == administrator

    target_setup.stop_target(store, by=None)
    refused = client.post(page("backfill-target", store.name), {"since": today})
    assert refused.context["form"].errors.keys() == {"__all__"}


# --- Exports --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"kind": "xls"}, {"kind"}),
        ({"kind": "ndjson", "since": "2999-01-01"}, {"since"}),
        ({"kind": "ndjson", "until": "soon"}, {"until"}),
        (
            {"kind": "ndjson", "since": "2026-03-02", "until": "2026-03-01"},
            {"until"},
        ),
    ],
)
def test_wrong_export_is_not_ordered(client, given, wrong):
    answer = client.post(page("exports"), given)

    assert set(answer.context["form"].errors) == wrong
    assert not ExportJob.objects.exists()


@pytest.mark.django_db(transaction=True)  # an export holds what is committed
def test_export_is_ordered_written_and_taken_away(client, administrator):
    statement_store.store_statements([statement()], authority=AUTHORITY)
    today = f"{timezone.localdate():%Y-%m-%d}"

    client.post(page("exports"), {"kind": "ndjson", "since": today, "until": today})
    job = ExportJob.objects.get()
    early = client.get(page("download-export", job.pk))
    export_jobs.write_export(job, timezone.now() + timedelta(minutes=1))
    file = client.get(page("download-export", job.pk))

    assert early.url == page("exports")
    assert b"".join(file.streaming_content).count(b"\n") == 1
    assert f'filename="{job.name}"' in file["Content-Disposition"]
    (line,) = client.get(page("exports")).context["lines"]
    assert (line["look"], line["is_ready"]) == ("completed", True)
    taken = Entry.objects.get(action="records.export_downloaded")
    assert (taken.by, taken.subject_id) == (administrator, str(job.pk))


def test_export_sent_twice_is_ordered_once(client):
    asked = {"kind": "ndjson", "since": "2026-03-01", "until": ""}

    client.post(page("exports"), asked)
    client.post(page("exports"), asked)
    client.post(page("exports"), asked | {"kind": "parquet"})

    assert sorted(job.kind for job in export_jobs.list_export_jobs()) == [
        "ndjson",
        "parquet",
    ]
    assert Entry.objects.filter(action="records.export_ordered").count() == 2


def test_export_is_ordered_anew_once_the_first_is_begun(client):
    client.post(page("exports"), {"kind": "ndjson"})
    export_jobs.write_export(ExportJob.objects.get(), timezone.now())
    client.post(page("exports"), {"kind": "ndjson"})

    assert ExportJob.objects.count() == 2


def test_queries_do_not_grow_with_exports(client):
    def queries(*people):
        for person in people:
            export_jobs.order_export("ndjson", None, None, by=person)
        with CaptureQueriesContext(connection) as captured:
            client.get(page("exports"))
        return len(captured)

    queries(UserFactory())

    assert queries(UserFactory()) == queries(*UserFactory.create_batch(3))


def test_days_of_an_export_are_whole(client):
    client.post(
        page("exports"),
        {"kind": "parquet", "since": "2026-03-01", "until": "2026-03-01"},
    )

    job = ExportJob.objects.get()
    since, until = timezone.localtime(job.since), timezone.localtime(job.until)
    assert f"{since:%d %H:%M:%S.%f}" == "01 00:00:00.000000"
    assert f"{until:%d %H:%M:%S.%f}" == "01 23:59:59.999000"


def test_export_is_cancelled_once(client):
    export_jobs.order_export("ndjson", None, None, by=None)
    job = ExportJob.objects.get()

    client.post(page("cancel-export", job.pk))
    client.post(page("cancel-export", job.pk))

    assert ExportJob.objects.get().state == "cancelled"
    assert Entry.objects.filter(action="records.export_cancelled").count() == 1
    assert client.post(page("cancel-export", job.pk + 1)).status_code == 404
