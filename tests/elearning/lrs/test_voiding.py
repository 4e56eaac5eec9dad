"""Nobody voids what somebody else has stored."""

from uuid import UUID

import pytest
from django.db import transaction

from courses.records.statements import statement_builder
from elearning.lrs.errors import ScopeError
from elearning.lrs.models import Statement, StatementReference
from elearning.lrs.statements import statement_refs
from elearning.lrs.statements.statement_store import store_statements
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import Lrs
from tests.factories.lrs import AUTHORITY, headers, new_id, statement, voiding

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

STRANGER = {"account": {"homePage": "https://example.org", "name": "stranger"}}


def put(*statements, authority=AUTHORITY):
    return store_statements(statements, authority=authority)


def is_voided(uuid=ID):
    return Statement.objects.get(uuid=uuid).voided


def test_no_key_voids_a_statement_of_the_platform(lrs):
    put(statement(id=ID), authority=statement_builder.build_authority())

    answer = lrs.post(voiding(ID))

    assert answer.status_code == 403
    assert ID in answer.json()["message"]
    assert answer.json()["requirement"] == "xAPI 1.0.3, Part 2, 2.3.2"
    assert lrs.get(statementId=ID).status_code == 200
    assert Statement.objects.count() == 1


def test_no_key_voids_a_statement_of_another(client, lrs):
    uuid = lrs.stored()
    other = Lrs(client, headers())

    assert other.post([statement(), voiding(uuid)]).status_code == 403
    assert lrs.post(voiding(uuid)).status_code == 200
    assert lrs.get(voidedStatementId=uuid).status_code == 200


def test_batch_with_a_voiding_of_others_stores_nothing():
    put(statement(id=ID))

    with pytest.raises(ScopeError) as refusal, transaction.atomic():
        put(statement(), voiding(ID), authority=STRANGER)

    assert refusal.value.path == "$[1].object.id"
    assert Statement.objects.count() == 1


def test_nobody_voids_in_advance_what_somebody_else_will_store():
    voider = new_id()
    put(voiding(ID, id=voider), authority=STRANGER)

    put(statement(id=ID))

    assert not is_voided()
    reference = StatementReference.objects.get(target=ID)
    assert (reference.source.uuid, reference.voids) == (UUID(voider), False)


def test_nobody_voids_what_somebody_else_stores_between_the_look_and_the_voiding(
    monkeypatch,
):
    look = statement_refs.check_voiding_rights

    def look_and_be_overtaken(*args):
        look(*args)
        monkeypatch.setattr(statement_refs, "check_voiding_rights", look)
        put(statement(id=ID))

    monkeypatch.setattr(statement_refs, "check_voiding_rights", look_and_be_overtaken)
    put(voiding(ID, id=(voider := new_id())), authority=STRANGER)

    assert not is_voided()
    reference = StatementReference.objects.get(target=ID)
    assert (str(reference.source.uuid), reference.voids) == (voider, False)


def test_own_voiding_counts_beside_that_of_a_stranger():
    put(voiding(ID, id=new_id()), authority=STRANGER)
    put(voiding(ID, id=(mine := new_id())))

    put(statement(id=ID))

    assert is_voided()
    voids = StatementReference.objects.filter(target=ID, voids=True)
    assert [str(one.source.uuid) for one in voids] == [mine]


def test_actor_who_is_no_authority_voids_nothing():
    """What counts is whose key stored a statement, not whom it speaks of."""
    put(voiding(ID, id=new_id(), actor=AUTHORITY), authority=STRANGER)
    put(statement(id=ID))
    assert not is_voided()

    with pytest.raises(ScopeError), transaction.atomic():
        put(voiding(ID, actor=AUTHORITY), authority=STRANGER)


def test_voiding_that_was_taken_may_be_sent_again():
    mine = voiding(ID, id=new_id())
    put(statement(id=ID))

    assert put(mine) == put(mine)
    assert is_voided()
