"""Partitions by month, on a filled copy of the real PostgreSQL database."""

import io
import itertools
import os
from datetime import UTC, datetime
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from elearning.lrs import statement_keys
from elearning.lrs.errors import ConflictError
from elearning.lrs.models import (
    Outbox,
    Statement,
    StatementActivity,
    StatementAgent,
    StatementReference,
    Target,
)
from elearning.lrs.partitions import monthly_partitions, schema_steps, table_catalogue
from elearning.lrs.raw_sql import select_rows
from elearning.lrs.statements import id_lookup
from elearning.lrs.statements.statement_store import store_statements
from tests import databases
from tests.factories.lrs import (
    AUTHORITY,
    BOOK,
    READ,
    SHELF,
    WROTE,
    about,
    headers,
    new_id,
    statement,
    voiding,
)

pytestmark = pytest.mark.database_vendor
on_postgresql = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="SQLite has no partitions"
)
_later = itertools.count()
QUESTIONS = [
    {},
    {"verb": READ},
    {"activity": BOOK},
    {"activity": SHELF, "related_activities": "true"},
    {"agent": '{"mbox": "mailto:learner@example.org"}'},
    {"agent": '{"mbox": "mailto:learner@example.org"}', "verb": WROTE},
    {"ascending": "true", "limit": "3"},
    {"since": "2026-01-01T00:00:00Z", "until": "2099-01-01T00:00:00Z"},
]


@pytest.mark.django_db
@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="for SQLite")
def test_command_says_that_sqlite_has_no_partitions():
    with pytest.raises(CommandError, match="PostgreSQL"):
        call_command("lrs_partitions")
    assert monthly_partitions.create_coming_partitions(datetime.now(UTC)) == 0


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """Work on a copy of the empty test database, filled with this and that."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), databases.copied("partitions") as copy:
        databases.use(copy)
        id_lookup.clear_id_cache()
        _fill()
        yield
        databases.use(name)
        id_lookup.clear_id_cache()


@pytest.fixture(scope="module")
def before(filled):
    """What there was before: files on the disk, and answers to questions."""
    return {"files": _files(), "answers": _answers(), "sql": _dry_run()}


@pytest.fixture(scope="module")
def converted(before):
    """The same database, partitioned, with partitions for the months to come."""
    call_command("lrs_partitions", "--ahead", "3")
    return before


@pytest.fixture
def next_month(monkeypatch):
    """Have what is stored from now on be of the second month from now."""
    there = statement_keys.compute_first_key(
        monthly_partitions.compute_month_start(datetime.now(UTC), 2)
    )
    tick = (there >> 12) + next(_later) * 100_000
    monkeypatch.setattr(statement_keys._clock, "_last", tick)


def _fill():
    Target.objects.create(name="other", endpoint="https://lrs.example.org/")
    shelf = {"contextActivities": {"parent": [{"id": SHELF}]}}
    first, second, *_rest = store_statements(
        [
            statement(id=new_id()),
            statement(id=new_id(), verb={"id": WROTE}),
            *(statement(id=new_id(), context=shelf) for _ in range(5)),
        ],
        authority=AUTHORITY,
    )
    store_statements(
        [statement(object=about(first)), voiding(second)], authority=AUTHORITY
    )


def _files():
    """The files on the disk that hold the tables, and those of their indexes."""
    tables = [
        *table_catalogue.TABLES,
        *(f"{table}_before" for table in table_catalogue.TABLES),
    ]
    found = select_rows(
        "SELECT relfilenode FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s)"
        " UNION SELECT i.relfilenode FROM pg_index JOIN pg_class i ON i.oid = indexrelid"
        " JOIN pg_class t ON t.oid = indrelid"
        " WHERE t.relkind = 'r' AND t.relname = ANY(%s)",
        [tables, tables],
    )
    return sorted(file for (file,) in found)


def _answers():
    client, signed = Client(headers=headers()), []
    for question in QUESTIONS:
        answer = client.get(f"/xapi/statements?{urlencode(question)}").json()
        signed.append([row["id"] for row in answer["statements"]])
    return signed


def _dry_run():
    said = io.StringIO()
    call_command("lrs_partitions", "--ahead", "3", "--dry-run", stdout=said)
    return said.getvalue()


def _partitions():
    return {
        table: sorted(
            name
            for (name,) in select_rows(
                "SELECT inhrelid::regclass::text FROM pg_inherits"
                " WHERE inhparent = %s::regclass",
                [table],
            )
        )
        for table in table_catalogue.TABLES
    }


def _month(number):
    return f"{monthly_partitions.compute_month_start(datetime.now(UTC), number):%Y_%m}"


@on_postgresql
def test_dry_run_prints_what_it_would_do_and_does_nothing(before):
    assert "ATTACH PARTITION lrs_statement_before" in before["sql"]
    assert f"lrs_statementagent_{_month(3)}" in before["sql"]
    assert "%(" not in before["sql"]
    assert _dry_run() == before["sql"]
    assert select_rows("SELECT to_regclass('lrs_statement_ids')") == [(None,)]


@on_postgresql
def test_nothing_waits_for_a_command_that_waits_for_others(before, monkeypatch):
    monkeypatch.setattr(schema_steps, "_PATIENCE", "SET LOCAL lock_timeout = '50ms'")
    with psycopg.connect(databases.url(connection.settings_dict["NAME"])) as reader:
        reader.execute("SELECT count(*) FROM lrs_statement")

        with pytest.raises(CommandError, match="lock"):
            call_command("lrs_partitions")
    assert _partitions() == {table: [] for table in table_catalogue.TABLES}
    assert _answers() == before["answers"]


@on_postgresql
def test_table_becomes_the_first_partition_without_being_rewritten(converted):
    assert _files() == converted["files"]
    assert _partitions() == {
        table: [f"{table}_{_month(2)}", f"{table}_{_month(3)}", f"{table}_before"]
        for table in table_catalogue.TABLES
    }
    assert _answers() == converted["answers"]
    assert select_rows(
        "SELECT uuid, statement_id FROM lrs_statement_ids ORDER BY 2"
    ) == list(Statement.objects.order_by("pk").values_list("uuid", "pk"))


@on_postgresql
def test_running_it_again_changes_nothing(converted, capsys):
    before = _partitions()

    call_command("lrs_partitions", "--ahead", "3")

    assert "nothing to do" in capsys.readouterr().out
    assert _partitions() == before


@on_postgresql
def test_plan_says_what_the_database_then_has(converted):
    """Indexes and keys have their names still, for the migrations to come."""
    parents = {
        index.name
        for table in table_catalogue.TABLES
        for index in table_catalogue.list_indexes(table)
    }
    declared = {
        index.name
        for model in (Statement, StatementAgent, StatementActivity)
        for index in model._meta.indexes
    }
    assert declared <= parents
    assert (
        select_rows(
            "SELECT conname FROM pg_constraint"
            " WHERE contype = 'f' AND conparentid = 0 AND NOT convalidated"
        )
        == []
    )
    assert (
        select_rows("SELECT conname FROM pg_constraint WHERE conname LIKE '%%_bound'")
        == []
    )


@on_postgresql
@pytest.mark.parametrize("month", ["this", "next"])
def test_statements_of_every_month_are_stored_found_and_voided(
    converted, month, request
):
    if month == "next":
        request.getfixturevalue("next_month")
    client = Client(headers=headers())
    old = converted["answers"][0][-1]

    (new,) = store_statements([statement(id=new_id())], authority=AUTHORITY)
    (ref,) = store_statements([statement(object=about(old))], authority=AUTHORITY)
    store_statements([voiding(new)], authority=AUTHORITY)

    where = "before" if month == "this" else _month(2)
    assert select_rows(
        "SELECT tableoid::regclass::text, voided FROM lrs_statement WHERE uuid = %s",
        [new],
    ) == [(f"lrs_statement_{where}", True)]
    assert client.get(f"/xapi/statements?voidedStatementId={new}").status_code == 200
    found = client.get(f"/xapi/statements?{urlencode({'activity': BOOK})}").json()
    assert ref in [row["id"] for row in found["statements"]]
    assert Outbox.objects.filter(statement__uuid=new).count() == 1
    assert StatementReference.objects.filter(source__uuid=ref).count() == 1


@on_postgresql
def test_id_is_taken_across_partitions(converted, next_month):
    uuid = new_id()
    (old,) = Statement.objects.filter(uuid=converted["answers"][0][-1])
    store_statements([statement(id=uuid)], authority=AUTHORITY)

    for taken in (uuid, str(old.uuid)):
        client = Client(headers=headers())
        other = statement(id=taken, verb={"id": WROTE}, object={"id": SHELF})
        answer = client.post("/xapi/statements", other, content_type="application/json")
        assert answer.status_code == 409
        with pytest.raises(ConflictError):
            store_statements([other], authority=AUTHORITY)
    with pytest.raises(IntegrityError, match="lrs_statement_ids"), transaction.atomic():
        old.pk = statement_keys.allocate_keys(1)[0]
        old.save(force_insert=True)


@on_postgresql
def test_erased_statement_frees_its_id(converted, next_month):
    (uuid,) = store_statements([statement(id=new_id())], authority=AUTHORITY)

    Statement.objects.get(uuid=uuid).delete()

    assert store_statements([statement(id=uuid)], authority=AUTHORITY) == [uuid]


@on_postgresql
@pytest.mark.parametrize("month", ["this", "next"])
def test_no_index_and_no_outbox_leads_nowhere(converted, month, request):
    if month == "next":
        request.getfixturevalue("next_month")
    (uuid,) = store_statements([statement(id=new_id())], authority=AUTHORITY)
    (key,) = Statement.objects.filter(uuid=uuid).values_list("pk", flat=True)

    links = ("lrs_statementagent", "lrs_statementactivity", "lrs_outbox")
    for kept in links:
        with pytest.raises(IntegrityError, match=kept), transaction.atomic():
            for table in (*(link for link in links if link != kept), "lrs_statement"):
                column = "id" if table == "lrs_statement" else "statement_id"
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [key])


@on_postgresql
def test_migration_of_the_months_to_come_rewrites_nothing(converted):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE lrs_statement ADD COLUMN later text NULL")
            cursor.execute(
                "ALTER TABLE lrs_statement ADD COLUMN sure bool DEFAULT false"
            )
        assert _files() == converted["files"]
        transaction.set_rollback(True)


@on_postgresql
def test_worker_keeps_months_ahead(converted):
    now = datetime.now(UTC)
    later = monthly_partitions.compute_month_start(now, 2)

    assert monthly_partitions.create_coming_partitions(later) == 5
    assert monthly_partitions.create_coming_partitions(later) == 0
    assert (
        f"lrs_statementactivity_{_month(8)}" in _partitions()["lrs_statementactivity"]
    )
