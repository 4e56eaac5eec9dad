"""The specification: what a statement may be, and what it may not."""

import pytest

from elearning.lrs.spec import comparing, statements
from elearning.lrs.spec.flaws import SpecError
from tests.elearning.lrs.cases import BAD, GOOD, ID
from tests.factories.lrs import BOOK, LEARNER, OTHER, READ, statement


@pytest.mark.parametrize(("bad", "path"), BAD.values(), ids=BAD.keys())
def test_bad_statement_is_refused_where_it_is_bad(bad, path):
    with pytest.raises(SpecError) as refusal:
        statements.check(bad)

    assert refusal.value.path == path
    assert refusal.value.requirement
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD.keys())
def test_good_statement_is_accepted(good):
    statements.check(good)


def test_batch_names_the_statement():
    with pytest.raises(SpecError) as refusal:
        statements.check_all([statement(), statement(verb={"id": "x"})])

    assert refusal.value.path == "$[1].verb.id"


def test_batch_with_an_id_twice_is_refused():
    with pytest.raises(SpecError, match="this id") as refusal:
        statements.check_all([statement(id=ID), statement(id=ID.upper())])

    assert refusal.value.path == "$[1].id"


def test_key_that_is_no_word_is_quoted_in_the_path():
    with pytest.raises(SpecError) as refusal:
        statements.check(statement(result={"extensions": {"a b": 1}}))

    assert refusal.value.path == "$.result.extensions['a b']"


SAME = {
    "what a store adds": (
        statement(),
        statement(
            id=ID,
            stored="2026-03-02T04:00:00Z",
            timestamp="2026-03-02T04:00:00Z",
            version="1.0.0",
            authority=OTHER,
        ),
    ),
    "kinds said or not": (
        statement(),
        statement(
            actor={"objectType": "Agent", **LEARNER},
            object={"objectType": "Activity", "id": BOOK},
        ),
    ),
    "descriptions": (
        statement(),
        statement(
            verb={"id": READ, "display": {"en": "read"}},
            object={"id": BOOK, "definition": {"name": {"en": "Book"}}},
        ),
    ),
    "hundredths of a second": (
        statement(result={"duration": "PT1.239S"}),
        statement(result={"duration": "PT1.23S"}),
    ),
    "one parent or a list of one": (
        statement(context={"contextActivities": {"parent": {"id": BOOK}}}),
        statement(context={"contextActivities": {"parent": [{"id": BOOK}]}}),
    ),
    "order of members": (
        statement(actor={"objectType": "Group", "member": [LEARNER, OTHER]}),
        statement(actor={"objectType": "Group", "member": [OTHER, LEARNER]}),
    ),
    "whole numbers": (
        statement(result={"score": {"raw": 1}}),
        statement(result={"score": {"raw": 1.0}}),
    ),
}
DIFFERENT = {
    "actor": statement(actor=OTHER),
    "verb": statement(verb={"id": "https://example.org/verbs/lost"}),
    "object": statement(object={"id": "https://example.org/books/2"}),
    "object is the actor": statement(object={"objectType": "Agent", **LEARNER}),
    "result": statement(result={"success": True}),
    "duration": statement(result={"duration": "PT1.24S"}),
    "extension": statement(context={"extensions": {"https://example.org/x": 1.5}}),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_same_statements_have_the_same_digest(one, other):
    assert comparing.digest(one) == comparing.digest(other)


def test_different_statements_have_different_digests():
    digests = {comparing.digest(other) for other in DIFFERENT.values()}

    assert len(digests | {comparing.digest(statement())}) == len(DIFFERENT) + 1
