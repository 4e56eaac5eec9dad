"""Whether two statements say the same: what the specification excepts, and no more."""

import pytest

from elearning.lrs.spec import statement_comparison
from tests.elearning.lrs.cases import (
    ATTACHMENT,
    EXTENSION,
    ID,
    REF,
    SHA1,
    SUB,
    actor,
    context,
    result,
    score,
)
from tests.factories.lrs import BOOK, LEARNER, OTHER, READ, VOIDED, statement

SHELF = {"id": "https://example.org/shelves/1"}
OBSERVER = {"objectType": "contextAgent", "agent": LEARNER}


def parents(value):
    return context(contextActivities={"parent": value})


def members(*agents):
    return actor(objectType="Group", member=list(agents))


def later(written):
    return statement(object={**SUB, "timestamp": written})


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
    "attachments": (statement(), statement(attachments=[ATTACHMENT])),
    "attachments of a sub-statement": (
        statement(object=SUB),
        statement(object={**SUB, "attachments": [ATTACHMENT]}),
    ),
    "hundredths of a second": (
        result(duration="PT1.239S"),
        result(duration="PT1.23S"),
    ),
    "no hundredths of a second": (result(duration="PT1.009S"), result(duration="PT1S")),
    "comma or point": (result(duration="PT1,5S"), result(duration="PT1.5S")),
    "one parent or a list of one": (parents({"id": BOOK}), parents([{"id": BOOK}])),
    "order of parents": (
        parents([SHELF, {"id": BOOK}]),
        parents([{"id": BOOK}, SHELF]),
    ),
    "order of members": (members(LEARNER, OTHER), members(OTHER, LEARNER)),
    "order of the agents of a context": (
        context(contextAgents=[OBSERVER, OBSERVER | {"agent": OTHER}]),
        context(contextAgents=[OBSERVER | {"agent": OTHER}, OBSERVER]),
    ),
    "whole numbers": (score(raw=1), score(raw=1.0)),
    "case of a host": (actor(mbox="mailto:a@B.kz"), actor(mbox="mailto:a@b.kz")),
    "case of a hash": (actor(mbox_sha1sum=SHA1.upper()), actor(mbox_sha1sum=SHA1)),
    "case of a registration": (
        context(registration=ID.upper()),
        context(registration=ID),
    ),
    "case of a language": (context(language="kk-KZ"), context(language="kk-kz")),
    "case of a reference": (
        statement(object=REF),
        statement(object={**REF, "id": ID.upper()}),
    ),
    "one moment": (
        later("2026-03-02T04:00:00+05:00"),
        later("2026-03-01T23:00:00.000Z"),
    ),
}
DIFFERENT = {
    "nothing": statement(),
    "actor": statement(actor=OTHER),
    "name of the actor": actor(name="A", **LEARNER),
    "case of a name before the host": actor(mbox="mailto:Learner@example.org"),
    "verb": statement(verb={"id": "https://example.org/verbs/lost"}),
    "object": statement(object={"id": "https://example.org/books/2"}),
    "object is the actor": statement(object={"objectType": "Agent", **LEARNER}),
    "object is a reference": statement(object=REF),
    "result": result(success=True),
    "duration": result(duration="PT1.24S"),
    "duration in minutes": result(duration="PT60S"),
    "duration in hours": result(duration="PT1M"),
    "fraction of an hour": result(duration="PT0.239H"),
    "smaller fraction of an hour": result(duration="PT0.23H"),
    "response": result(response="true"),
    "extension": context(extensions={EXTENSION: 1.5}),
    "extension in another case": context(extensions={EXTENSION.upper(): 1.5}),
    "order in an extension": context(extensions={EXTENSION: [1, 2]}),
    "other order in an extension": context(extensions={EXTENSION: [2, 1]}),
    "moment of a sub-statement": later("2026-03-02T04:00:00Z"),
    "later moment of a sub-statement": later("2026-03-02T04:00:01Z"),
    "other types of an agent": context(
        contextAgents=[OBSERVER | {"relevantTypes": [EXTENSION]}]
    ),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_same_statements_have_the_same_digest(one, other):
    assert statement_comparison.compute_statement_digest(
        one
    ) == statement_comparison.compute_statement_digest(other)


def test_different_statements_have_different_digests():
    digests = {
        name: statement_comparison.compute_statement_digest(other)
        for name, other in DIFFERENT.items()
    }

    assert len(set(digests.values())) == len(DIFFERENT)


def test_moment_that_is_none_is_compared_as_text():
    assert statement_comparison.compute_statement_digest(
        later("today")
    ) != statement_comparison.compute_statement_digest(later("tomorrow"))


def test_voiding_is_known_by_its_verb():
    assert statement_comparison.is_voiding(statement(verb={"id": VOIDED}, object=REF))
    assert not statement_comparison.is_voiding(statement())
