"""Verbs and the objects that are no Activities (Data 2.3.2, 2.4.3, 2.4.4)."""

from tests.conformance.rules.rule import Rule, each, inside
from tests.factories.lrs import (
    BOOK,
    LEARNER,
    READ,
    VOIDED,
    about,
    new_id,
    statement,
    voiding,
)

NOT_IRIS = [7, {}, "", "read", "ab=c://example.org", "example.org/read"]
NOT_MAPS = [7, "read", [], {"en": 7}, {"a12345": "read"}]
REFERENCE = about(new_id())
PLAIN = statement()
GROUP = {"objectType": "Group", "mbox": "mailto:team@example.org"}


def without_kind(thing):
    """Return ``thing`` without its objectType."""
    return {key: value for key, value in thing.items() if key != "objectType"}


def voids(**target):
    """Return a statement that says to void ``target``."""
    return statement(verb={"id": VOIDED}, object=target)


RULES = [
    Rule(
        "XAPI-00017",
        {
            "an activity": voids(id=BOOK),
            "an agent": voids(objectType="Agent", **LEARNER),
            "a statement within": voids(objectType="SubStatement", **PLAIN),
        },
        nests=False,
    ),
    Rule(
        "XAPI-00020",
        {
            "no kind": voids(id=new_id()),
            "an activity": voids(objectType="Activity", id=BOOK),
        },
        {"a reference": voiding(new_id())},
        nests=False,
    ),
    Rule(
        "XAPI-00044",
        {"no id": statement(verb={"display": {"en": "read"}})}
        | each("verb", NOT_IRIS, lambda value: {"id": value}),
        {"an IRI": statement(verb={"id": "https://example.org/оқыды"})},
    ),
    Rule(
        "XAPI-00045",
        each("verb", NOT_MAPS, lambda value: {"id": READ, "display": value}),
        {
            "a map": statement(
                verb={"id": READ, "display": {"kk": "оқыды", "ru": "прочёл"}}
            )
        },
    ),
    Rule(
        "XAPI-00046",
        each("object", ["Verb", "", 7, {}], lambda v: {"objectType": v, "id": BOOK}),
        {
            "Activity": statement(object={"objectType": "Activity", "id": BOOK}),
            "Agent": statement(object={"objectType": "Agent"} | LEARNER),
            "Group": statement(object=GROUP),
            "StatementRef": statement(object=REFERENCE),
        },
    ),
    Rule(
        "XAPI-00065",
        {
            "agent": statement(object=LEARNER),
            "group": statement(object=without_kind(GROUP)),
            "members": statement(object={"member": [LEARNER]}),
        },
    ),
    Rule(
        "XAPI-00066",
        {
            "no actor": inside(statement(actor=...)),
            "no verb": inside(statement(verb=...)),
            "no object": inside(statement(object=...)),
            "bad actor": inside(statement(actor={"name": "A"})),
            "bad verb": inside(statement(verb={"id": "read"})),
            "bad object": inside(statement(object={"id": "book"})),
            "bad result": inside(statement(result={"score": {"scaled": 2}})),
            "bad context": inside(statement(context={"registration": "1"})),
            "bad timestamp": inside(statement(timestamp="yesterday")),
            "unknown": inside(statement(surprise=1)),
        },
        {"plain": inside(PLAIN)},
        nests=False,
    ),
    Rule(
        "XAPI-00067", {"authority": inside(statement(authority=LEARNER))}, nests=False
    ),
    Rule("XAPI-00068", {"version": inside(statement(version="1.0.0"))}, nests=False),
    Rule(
        "XAPI-00069",
        {"stored": inside(statement(stored="2026-03-02T04:00:00Z"))},
        nests=False,
    ),
    Rule("XAPI-00070", {"id": inside(statement(id=new_id()))}, nests=False),
    Rule("XAPI-00071", {"twice": inside(inside(PLAIN))}, nests=False),
    Rule(
        "XAPI-00072",
        {"no id": statement(object={"objectType": "StatementRef"})}
        | each(
            "object",
            [7, "", "1", {}, "AA97B177-9383-4934-8543-0F91A7A028368"],
            lambda value: {"objectType": "StatementRef", "id": value},
        ),
        {"a reference": statement(object=REFERENCE)},
    ),
    Rule(
        "XAPI-00073",
        {
            "reference": statement(object=without_kind(REFERENCE)),
            "statement": statement(object=PLAIN),
        },
        nests=False,
    ),
]
