"""Formatting requirements and the properties of a statement (Data 2.2, 2.4)."""

from tests.conformance.rules.rule import Rule, each
from tests.factories.lrs import BOOK, LEARNER, READ, new_id, statement

WHOLE = {
    "actor": {"objectType": "Agent", "name": "A", "mbox": "mailto:a@example.org"},
    "verb": {"id": READ, "display": {"en": "read"}},
    "object": {
        "objectType": "Activity",
        "id": BOOK,
        "definition": {
            "type": "https://example.org/types/book",
            "name": {"en": "Book"},
            "description": {"en": "A book"},
            "moreInfo": "https://example.org/more",
            "extensions": {"https://example.org/pages": 7},
        },
    },
    "result": {
        "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
        "success": True,
        "completion": True,
        "response": "yes",
        "duration": "PT1M",
        "extensions": {"https://example.org/tries": 2},
    },
    "context": {
        "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
        "instructor": {"mbox": "mailto:teacher@example.org"},
        "team": {"objectType": "Group", "mbox": "mailto:team@example.org"},
        "contextActivities": {"parent": [{"id": "https://example.org/shelf"}]},
        "revision": "2",
        "platform": "tests",
        "language": "kk-KZ",
        "statement": {
            "objectType": "StatementRef",
            "id": "ec531277-b57b-4c15-8d91-d292c5b2b8f8",
        },
        "extensions": {"https://example.org/place": "room 7"},
    },
    "timestamp": "2026-03-02T04:00:00.123Z",
}
CHOICE = {"id": "a", "description": {"en": "A"}}
INTERACTION = {"interactionType": "choice", "choices": [CHOICE]}


def places(value, of=None):
    """Return, by its path, every place of ``value`` that holds an object."""
    found = {} if of is None else {of: value}
    for key, item in value.items():
        if isinstance(item, dict) and key != "extensions":
            found |= places(item, f"{of}.{key}" if of else key)
    return found


def changed(path, change):
    """Return the whole statement with the value at ``path`` changed by ``change``."""
    first, _dot, rest = path.partition(".")

    def inner(value, key, others):
        old = value[key]
        head, _dot, tail = others.partition(".")
        new = inner(old, head, tail) if head else change(old)
        return value | {key: new}

    return inner(WHOLE, first, rest)


def every_key(change):
    """Return whole statements, each with one of its keys changed by ``change``."""
    tried = {}
    for path, value in {"": WHOLE, **places(WHOLE)}.items():
        for key in value:
            if path == "verb.display" or "extensions" in path:
                continue

            def swap(old, key=key):
                return {
                    change(k, v)[0] if k == key else k: change(k, v)[1]
                    if k == key
                    else v
                    for k, v in old.items()
                }

            tried[f"{path}.{key}"] = changed(path, swap) if path else swap(WHOLE)
    return tried


def _is_word(path):
    return path.rpartition(".")[2] != "en"


NULLS = every_key(lambda key, value: (key, None))
SHOUTED = {
    path: tried
    for path, tried in every_key(lambda key, value: (key.upper(), value)).items()
    if _is_word(path)
}
EMPTY_OBJECTS = {path: changed(path, lambda old: {}) for path in places(WHOLE)}
#: Objects that must have something. That no other is empty is only a SHOULD (2.2), and
#: ADL took the demand back.
FILLED = {
    *["actor", "verb", "object"],
    *["context.instructor", "context.team", "context.statement"],
}
NOT_WORDS = {
    "an unknown property": statement(surprise=1),
    "an unknown property of the actor": statement(actor=LEARNER | {"age": 7}),
    "an unknown property of the verb": statement(verb={"id": READ, "tense": "past"}),
    "an unknown property of the result": statement(result={"grade": "A"}),
    "an unknown property of the context": statement(context={"room": "7"}),
    "an unknown property of the score": statement(result={"score": {"mean": 1}}),
    "an unknown property of the definition": statement(
        object={"id": BOOK, "definition": {"colour": "red"}}
    ),
}
NO_SCHEMES = {
    "verb": statement(verb={"id": "example.org/read"}),
    "object": statement(object={"id": "example.org/book"}),
    "type": statement(object={"id": BOOK, "definition": {"type": "book"}}),
    "moreInfo": statement(object={"id": BOOK, "definition": {"moreInfo": "/more"}}),
    "homePage": statement(actor={"account": {"homePage": "example.org", "name": "a"}}),
    "extension": statement(result={"extensions": {"tries": 1}}),
    "a scheme of signs": statement(object={"id": "ab=c://example.org"}),
}
WRONG_TYPES = {
    "score max": statement(result={"score": {"max": "100"}}),
    "score in words": statement(result={"score": {"max": "one hundred"}}),
    "success": statement(result={"success": "true"}),
    "completion": statement(result={"completion": 1}),
    "actor": statement(actor="me"),
    "verb": statement(verb=READ),
    "object": statement(object=BOOK),
    "result": statement(result=[]),
    "context": statement(context="here"),
    "timestamp": statement(timestamp=1),
    "a list instead of a statement's part": statement(actor=[LEARNER]),
}
BAD_FORMS = {
    "an id that is no UUID": statement(id="1"),
    "an empty id": statement(id=""),
    "an empty verb": statement(verb={"id": ""}),
    "an empty mailbox": statement(actor={"mbox": ""}),
    "an empty hash": statement(actor={"mbox_sha1sum": ""}),
    "an empty OpenID": statement(actor={"openid": ""}),
    "an empty home page": statement(actor={"account": {"homePage": "", "name": "a"}}),
    "an empty registration": statement(context={"registration": ""}),
    "an empty timestamp": statement(timestamp=""),
    "an empty duration": statement(result={"duration": ""}),
    "an account name that is an object": statement(
        actor={"account": {"homePage": "https://example.org", "name": {"a": 1}}}
    ),
}
KINDS = [
    *["True-false", "Choice", "Fill-in", "Long-fill-in", "Matching", "Performance"],
    *["Sequencing", "Likert", "Numeric", "Other"],
]
WRONG_CASE = {
    "agent": statement(actor=LEARNER | {"objectType": "agent"}),
    "group": statement(actor=LEARNER | {"objectType": "GROUP"}),
    "activity": statement(object={"id": BOOK, "objectType": "activity"}),
    "reference": statement(object={"id": new_id(), "objectType": "StatementREF"}),
} | {
    kind: statement(object={"id": BOOK, "definition": {"interactionType": kind}})
    for kind in KINDS
}
NOT_IDS = [1, {}, [], True, "AA97B177-9383-4934-8543-0F91A7A028368"]
NOT_UUIDS = [
    "MA97B177-9383-4934-8543-0F91A7A02836",
    "{aa97b177-9383-4934-8543-0f91a7a02836}",
    "aa97b177938349348543 0f91a7a02836",
    "aa97b177938349348543a0f91a7a0283",
    "urn:uuid:aa97b177-9383-4934-8543-0f91a7a02836",
]


def _everywhere(values):
    return (
        each("id", values)
        | each("context", values, lambda value: {"registration": value})
        | each("object", values, lambda v: {"objectType": "StatementRef", "id": v})
    )


RULES = [
    Rule(
        "XAPI-00001",
        NULLS | {path: EMPTY_OBJECTS[path] for path in FILLED},
        {path: one for path, one in EMPTY_OBJECTS.items() if path not in FILLED},
    ),
    Rule("XAPI-00003", {"no actor": statement(actor=...)}),
    Rule("XAPI-00004", {"no verb": statement(verb=...)}),
    Rule("XAPI-00005", {"no object": statement(object=...)}),
    Rule("XAPI-00006", WRONG_TYPES),
    Rule("XAPI-00007", BAD_FORMS),
    Rule("XAPI-00008", SHOUTED),
    Rule("XAPI-00009", WRONG_CASE),
    Rule("XAPI-00010", NOT_WORDS),
    Rule("XAPI-00011", NO_SCHEMES),
    Rule("XAPI-00027", each("id", NOT_UUIDS)),
    Rule("XAPI-00028", each("id", NOT_IDS)),
    Rule("XAPI-00029", _everywhere(NOT_IDS)),
    Rule("XAPI-00030", _everywhere(NOT_UUIDS)),
]
