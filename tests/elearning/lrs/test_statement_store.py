"""Storing: whole or not at all, once, in order, with few queries."""

from threading import Thread
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from elearning.lrs import statement_keys
from elearning.lrs.errors import ConflictError, StatementError
from elearning.lrs.models import (
    Activity,
    Agent,
    Outbox,
    Statement,
    StatementReference,
    Target,
    Verb,
)
from elearning.lrs.statements import id_lookup
from elearning.lrs.statements.statement_store import store_statements
from tests.elearning.lrs.cases import ATTACHMENT, ID
from tests.factories.lrs import (
    AUTHORITY,
    BOOK,
    LEARNER,
    OTHER,
    about,
    new_id,
    statement,
    voiding,
)


def put(*statements):
    return store_statements(statements, authority=AUTHORITY)


def test_bad_statement_stores_nothing_of_the_batch(db):
    with pytest.raises(StatementError) as refusal, transaction.atomic():
        put(statement(), statement(actor={}))

    assert refusal.value.path == "$[1].actor"
    assert not Statement.objects.exists()


def test_conflict_stores_nothing_of_the_batch(db):
    put(statement(id=ID))

    with pytest.raises(ConflictError) as refusal, transaction.atomic():
        put(statement(), statement(id=ID.upper(), actor=OTHER))

    assert refusal.value.path == "$[1].id"
    assert [row.content["actor"] for row in Statement.objects.all()] == [LEARNER]


def test_half_a_character_is_refused(db):
    with pytest.raises(StatementError), transaction.atomic():
        put(statement(result={"response": "\ud800"}))

    assert not Statement.objects.exists()


def test_attachment_without_an_address_is_refused(db):
    here = {key: item for key, item in ATTACHMENT.items() if key != "fileUrl"}
    sub = {"objectType": "SubStatement", **statement(attachments=[here])}

    for bad, path in [
        (statement(attachments=[ATTACHMENT, here]), "$[0].attachments[1]"),
        (statement(object=sub), "$[0].object.attachments[0]"),
    ]:
        with pytest.raises(StatementError) as refusal, transaction.atomic():
            put(bad)
        assert refusal.value.path == path
    assert put(statement(attachments=[ATTACHMENT]))


def test_nul_and_long_names_are_stored(db):
    odd = statement(
        actor={"account": {"homePage": "https://example.org", "name": "\0"}},
        object={"id": "https://example.org/" + "x" * 20_000},
        result={"response": "\0"},
    )

    (uuid,) = put(odd)

    content = Statement.objects.get(uuid=uuid).content
    assert {key: content[key] for key in odd} == odd


def test_same_statement_again_changes_nothing(db):
    first = put(statement(id=ID, result={"duration": "PT1.001S"}))
    before = list(Statement.objects.values())

    again = put(statement(id=ID, result={"duration": "PT1S"}), statement())

    assert again[0] == first[0] == ID
    assert list(Statement.objects.values())[:1] == before
    assert Statement.objects.count() == 2


def test_stored_statement_is_complete_and_keeps_what_came(db):
    came = statement(context={"extensions": {"https://example.org/x": None}})

    (uuid,) = put(came)

    row = Statement.objects.get()
    stored = statement_keys.format_timestamp(row.stored_at)
    assert row.uuid == UUID(uuid)
    assert row.content == came | {
        "id": uuid,
        "stored": stored,
        "timestamp": stored,
        "authority": AUTHORITY,
        "version": "1.0.0",
    }


def test_what_the_sender_may_say_is_kept(db):
    put(statement(timestamp="2026-03-02T04:00:00+05:00", version="1.0.3"))

    content = Statement.objects.get().content
    assert content["timestamp"] == "2026-03-02T04:00:00+05:00"
    assert content["version"] == "1.0.3"


def test_authority_of_the_sender_is_not_believed(db):
    put(statement(authority=OTHER))

    assert Statement.objects.get().content["authority"] == AUTHORITY


def test_batch_keeps_its_order(db):
    ids = [new_id() for _ in range(600)]

    put(*(statement(id=uuid) for uuid in ids))

    stored = Statement.objects.order_by("pk").values_list("uuid", flat=True)
    assert [str(uuid) for uuid in stored] == ids


@pytest.mark.parametrize("voiding_first", [True, False])
def test_voiding_works_in_any_order(db, voiding_first):
    batch = [voiding(ID, id=new_id()), statement(id=ID)]

    for item in batch if voiding_first else reversed(batch):
        put(item)

    voided = dict(Statement.objects.values_list("uuid", "voided"))
    assert voided == {UUID(ID): True, UUID(batch[0]["id"]): False}


def test_voiding_in_one_batch(db):
    put(voiding(ID), statement(id=ID))

    assert Statement.objects.get(uuid=ID).voided


def test_voiding_statement_cannot_be_voided(db):
    first, second = new_id(), new_id()
    put(voiding(ID, id=first))
    put(voiding(first, id=second))
    put(statement(id=ID))

    assert set(Statement.objects.filter(voided=True)) == {
        Statement.objects.get(uuid=ID)
    }


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_references_are_followed_in_any_order(db, order):
    last, middle, first = ids = [new_id() for _ in range(3)]
    chain = [
        statement(id=last),
        statement(id=middle, object=about(last)),
        statement(id=first, object=about(middle)),
    ]

    for place in order:
        put(chain[place])

    pairs = StatementReference.objects.values_list("source__uuid", "target")
    assert {(str(one), str(two)) for one, two in pairs} == {
        (middle, last),
        (first, middle),
        (first, last),
    }
    assert len(set(ids)) == 3


def test_statements_about_each_other_end(db):
    one, two = new_id(), new_id()

    put(statement(id=one, object=about(two)), statement(id=two, object=about(one)))

    assert StatementReference.objects.count() == 4


def test_any_batch_takes_the_same_queries(db):
    put(statement())
    counts = []
    for size in (1, 3, 60):
        batch = [
            statement(object={"id": f"{BOOK}/{size}/{place}"}) for place in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            put(*batch)
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.django_db(transaction=True)
def test_known_names_take_no_query():
    put(statement())

    with CaptureQueriesContext(connection) as queries:
        put(statement(), statement())

    begin_and_commit = 2
    writer = 1 if connection.vendor == "postgresql" else 0
    assert len(queries) == 5 + begin_and_commit + writer


@pytest.mark.django_db(transaction=True)
def test_rolled_back_names_are_not_remembered():
    with pytest.raises(RuntimeError), transaction.atomic():
        put(statement())
        raise RuntimeError

    put(statement())

    assert Statement.objects.get().verb == Verb.objects.get()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_lose_nothing():
    def write(number):
        for round_ in range(5):
            put(
                *(
                    statement(
                        actor={"mbox": f"mailto:{(number + place) % 4}@example.org"},
                        object={"id": f"{BOOK}/{round_}/{(place - number) % 4}"},
                    )
                    for place in range(4)
                )
            )
        connection.close()

    writers = [Thread(target=write, args=[number]) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert Statement.objects.count() == 4 * 5 * 4
    assert Activity.objects.count() == 20
    assert Agent.objects.count() == 5
    id_lookup.clear_id_cache()


def test_nothing_waits_without_a_target(db):
    Target.objects.create(
        name="off", endpoint="https://example.org/xapi", is_active=False
    )

    put(statement())

    assert not Outbox.objects.exists()


def test_statement_waits_once_for_each_target(db):
    for name in ("a", "b"):
        Target.objects.create(name=name, endpoint="https://example.org/xapi")

    put(statement(id=ID), statement())
    put(statement(id=ID))

    assert Outbox.objects.waiting().count() == 4
