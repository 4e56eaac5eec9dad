"""Exports of statements, by the worker and by command."""

import json
import stat
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from pyarrow import parquet

from courses.records.errors import ExportError
from courses.records.export import export_files, export_jobs
from courses.records.models import ExportJob
from elearning.audit.models import Entry
from elearning.lrs import statement_keys
from elearning.lrs.models import Statement
from elearning.lrs.statements.statement_store import store_statements
from tests.factories.accounts import UserFactory
from tests.factories.lrs import AUTHORITY, BOOK, READ, new_id, statement, voiding

State = ExportJob.State
WEEK = timedelta(days=7)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORTS_DIR = tmp_path / "exports"
    return settings.EXPORTS_DIR


@pytest.fixture
def small_steps(monkeypatch):
    """Write two statements a turn."""
    monkeypatch.setattr(export_files, "AT_ONCE", 2)
    monkeypatch.setattr(export_jobs, "_LONGEST_TURN", 0.000_001)


def put(number, **parts):
    batch = [statement(id=new_id(), **parts) for _ in range(number)]
    return store_statements(batch, authority=AUTHORITY)


def ordered(kind, since=None, until=None):
    """An export that sees what its own transaction has stored."""
    job = export_jobs.order_export(kind, since, until, by=None)
    job.before = statement_keys.compute_first_key_after(until or datetime.now(UTC))
    job.save()
    return job


def written(job):
    """Let the worker write an export to its end, and return the path of its file."""
    for _turn in range(20):
        export_jobs.write_next_export(datetime.now(UTC))
        job.refresh_from_db()
        if job.state not in (State.WAITING, State.RUNNING):
            break
    return export_jobs.get_export_file(job, by=None)


def payloads():
    return list(Statement.objects.order_by("pk").values_list("payload", flat=True))


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_unknown_form_and_days_in_the_wrong_order_are_refused():
    now = datetime.now(UTC)

    with pytest.raises(ExportError):
        export_jobs.order_export("csv", None, None, by=None)
    with pytest.raises(ExportError):
        export_jobs.order_export("ndjson", now, now - WEEK, by=None)
    assert not ExportJob.objects.exists()


def test_export_that_is_not_ready_has_no_file():
    job = ordered("ndjson")

    with pytest.raises(ExportError):
        export_jobs.get_export_file(job, by=None)


def test_lines_are_the_statements_as_they_were_stored(folder):
    put(3, result={"response": "Жауап\n\u2028"})
    admin = UserFactory()
    job = export_jobs.order_export("ndjson", None, None, by=admin)
    ExportJob.objects.update(
        before=statement_keys.compute_first_key_after(datetime.now(UTC))
    )

    path = written(job)

    assert path.read_bytes().decode().split("\n") == [*payloads(), ""]
    assert (job.state, job.written, job.total, job.percent) == (State.DONE, 3, 3, 100)
    assert names(folder) == [path.name]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.name.endswith(f"-{job.pk}.ndjson")
    export_jobs.get_export_file(job, by=admin)
    assert list(Entry.objects.order_by("pk").values_list("action", "by")) == [
        ("records.export_ordered", admin.pk),
        ("records.export_downloaded", None),
        ("records.export_downloaded", admin.pk),
    ]


def test_columns_say_what_a_statement_is_found_by(folder):
    registration, said = new_id(), "2026-03-02T09:30:00.123+05:00"
    plain, other = put(
        1, context={"registration": registration}, timestamp=said
    ) + store_statements(
        [
            voiding(
                new_id(),
                actor={"objectType": "Group", "member": []}
                | {"account": {"homePage": "https://example.org", "name": "team"}},
            )
        ],
        authority=AUTHORITY,
    )
    Statement.objects.filter(uuid=plain).update(voided=True)

    table = parquet.read_table(written(ordered("parquet")))

    first, second = table.to_pylist()
    assert first == {
        "id": plain,
        "stored": Statement.objects.get(uuid=plain).stored_at,
        "timestamp": datetime.fromisoformat(said),
        "actor": '["mbox", "mailto:learner@example.org"]',
        "verb": READ,
        "object_type": "Activity",
        "object": BOOK,
        "registration": registration,
        "voided": True,
        "statement": payloads()[0],
    }
    assert second["id"] == other
    assert second["actor"] == '["account", "https://example.org", "team"]'
    assert (second["object_type"], second["registration"]) == ("StatementRef", None)


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_export_of_nothing_is_an_empty_file(kind):
    job = ordered(kind)

    path = written(job)

    assert (job.state, job.percent) == (State.DONE, 100)
    if kind == "parquet":
        assert parquet.read_table(path).num_rows == 0
    else:
        assert path.read_bytes() == b""


def test_days_bound_what_is_stored_then():
    before = put(1)
    time.sleep(0.002)
    since = datetime.now(UTC)
    inside = put(2)
    until = datetime.now(UTC)
    time.sleep(0.002)
    put(1)

    path = written(ordered("ndjson", since, until))
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == inside
    path = written(ordered("ndjson", until=since - timedelta(milliseconds=1)))
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == before


@pytest.mark.parametrize("kind", ["ndjson", "parquet"])
def test_export_goes_on_after_a_worker_was_killed(folder, small_steps, kind):
    put(5)
    job = ordered(kind)
    export_jobs.write_next_export(datetime.now(UTC))
    job.refresh_from_db()
    assert (job.state, job.written, job.total, job.percent) == (State.RUNNING, 2, 5, 40)
    _die_in_the_middle(folder, job)

    now = datetime.now(UTC)
    assert export_jobs.write_next_export(now) == 0, "its lease is still running"
    ExportJob.objects.update(leased_until=now)
    path = written(job)

    assert names(folder) == [path.name]
    if kind == "parquet":
        table = parquet.read_table(path)
        assert table.column("statement").to_pylist() == payloads()
        assert parquet.ParquetFile(path).num_row_groups == 3
    else:
        assert path.read_text().splitlines() == payloads()


def _die_in_the_middle(folder, job):
    """Leave what a worker leaves that is killed after writing and before noting it."""
    if job.kind == "ndjson":
        with (folder / f"{job.name}.part").open("a") as file:
            file.write('{"half": "a li')
    else:
        (folder / f"{job.name}.parts" / "000001.parquet").write_bytes(b"PAR1 half")
        (folder / f"{job.name}.parts" / "000002.draft").write_bytes(b"PAR1")
        (folder / f"{job.name}.part").write_bytes(b"PAR1 half")
    assert job.take(at=datetime.now(UTC), until=datetime.now(UTC) + WEEK)


def test_cancelled_export_is_written_no_further_and_removed(folder, small_steps):
    put(5)
    job = ordered("parquet")
    export_jobs.write_next_export(datetime.now(UTC))

    export_jobs.cancel_export(job, by=None)

    assert export_jobs.write_next_export(datetime.now(UTC)) == 0
    assert job.state == State.CANCELLED
    assert export_jobs.remove_old_exports(datetime.now(UTC)) == 1
    assert names(folder) == []
    export_jobs.cancel_export(job, by=None)
    assert Entry.objects.filter(action="records.export_cancelled").count() == 1


def test_export_that_is_ready_is_not_cancelled():
    job = ordered("ndjson")
    written(job)

    export_jobs.cancel_export(job, by=None)

    assert job.state == State.DONE


def test_cancelling_stops_a_worker_in_the_middle_of_it(monkeypatch):
    put(3)
    monkeypatch.setattr(export_files, "AT_ONCE", 1)
    job = ordered("ndjson")
    append = export_files.append_ndjson_lines

    def cancel_meanwhile(*args, **options):
        export_jobs.cancel_export(ExportJob.objects.get(), by=None)
        return append(*args, **options)

    monkeypatch.setattr(export_files, "append_ndjson_lines", cancel_meanwhile)
    assert export_jobs.write_next_export(datetime.now(UTC)) == 0
    job.refresh_from_db()
    assert (job.state, job.written) == (State.CANCELLED, 0)


def test_full_disk_is_told_and_nothing_else_is_held_up(folder, small_steps):
    put(3)
    first, second = ordered("ndjson"), ordered("ndjson")
    export_jobs.write_next_export(datetime.now(UTC))
    (folder / f"{first.name}.part").unlink()
    export_jobs.write_next_export(datetime.now(UTC))

    first.refresh_from_db()
    assert first.state == State.FAILED
    assert "shorter" in first.error
    assert written(second).read_text().splitlines() == payloads()


def test_files_are_removed_after_a_week_and_strangers_at_once(folder):
    job, late = ordered("ndjson"), ordered("parquet")
    written(job)
    written(late)
    (folder / "statements-2020-01-01-1.ndjson.part").write_text("left behind")
    ExportJob.objects.filter(pk=late.pk).update(finished_at=job.finished_at + WEEK)

    assert (
        export_jobs.remove_old_exports(job.finished_at + WEEK - timedelta(seconds=1))
        == 1
    )
    assert export_jobs.remove_old_exports(job.finished_at + WEEK) == 1
    assert names(folder) == [late.name]
    job.refresh_from_db()
    assert job.state == State.REMOVED


def test_list_of_exports_takes_one_query(django_assert_num_queries):
    for _ in range(3):
        export_jobs.order_export("ndjson", None, None, by=UserFactory())

    with django_assert_num_queries(1):
        assert [job.ordered_by.name for job in export_jobs.list_export_jobs()] == [
            "Demo Person"
        ] * 3


@pytest.mark.django_db(transaction=True)
def test_command_writes_a_file_where_it_is_told(folder, tmp_path, capsys):
    put(3)
    lines, table = tmp_path / "all.ndjson", tmp_path / "all.parquet"

    call_command("lrs_export", "--output", str(lines), "--since", "2026-01-01")
    call_command("lrs_export", "--format", "parquet", "--output", str(table))
    call_command(
        *(
            "lrs_export",
            "--output",
            str(tmp_path / "none"),
            "--until",
            "2026-01-01T00:00Z",
        )
    )

    assert lines.read_text().splitlines() == payloads()
    assert parquet.read_table(table).column("statement").to_pylist() == payloads()
    assert (tmp_path / "none").read_text() == ""
    assert names(folder) == []
    assert {job.state for job in export_jobs.list_export_jobs()} == {State.REMOVED}
    assert "3 of 3 (100 %)" in capsys.readouterr().err


def test_command_overwrites_nothing(tmp_path):
    (tmp_path / "there").write_text("here")

    for words in (
        ["--output", str(tmp_path / "there")],
        ["--output", str(tmp_path / "no" / "folder")],
        ["--output", str(tmp_path / "new"), "--since", "yesterday"],
        [
            "--output",
            str(tmp_path / "new"),
            "--since",
            "2026-02-01",
            "--until",
            "2026-01-01",
        ],
    ):
        with pytest.raises(CommandError):
            call_command("lrs_export", *words)
    assert names(tmp_path) == ["there"]
