"""New things to speak about, so that no test meets what another has stored."""

import time
import uuid
from datetime import UTC, datetime

from tests.factories.lrs import statement


def agent(**parts):
    """An Agent whom nobody has named yet."""
    return {"mbox": f"mailto:{uuid.uuid4().hex}@example.org"} | parts


def iri(kind):
    """An IRI that nobody has used yet."""
    return f"https://example.org/{kind}/{uuid.uuid4().hex}"


def sent(lrs, *statements):
    """Store statements at once and return their ids."""
    answer = lrs.post("statements", [*statements])
    assert answer.status == 200, answer.body
    return answer.json


def read(lrs, statement_id):
    """Return a statement as the store has it."""
    answer = lrs.get("statements", statementId=statement_id)
    assert answer.status == 200, answer.body
    return answer.json


def found(lrs, **query):
    """Return the ids of the statements that a query finds, in the order they come."""
    answer = lrs.get("statements", **query)
    assert answer.status == 200, answer.body
    return [one["id"] for one in answer.json["statements"]]


def moment():
    """Return a moment after all that has happened and before all that will."""
    time.sleep(0.005)
    now = datetime.now(UTC).isoformat()
    time.sleep(0.005)
    return now


def about_new(**parts):
    """A statement with a verb, an actor and an activity of its own."""
    return statement(
        **{
            "actor": agent(),
            "verb": {"id": iri("verbs")},
            "object": {"id": iri("books")},
        }
        | parts
    )
