"""Contexts, and the version a statement says it has (Data 2.4.6, 2.4.10)."""

from tests.conformance.rules.rule import Rule, each, inside
from tests.factories.lrs import BOOK, LEARNER, about, new_id, statement

ACTIVITY = {"id": BOOK}
TEAM = {"objectType": "Group", "mbox": "mailto:team@example.org"}
NOT_TEXT = [7, True, {}, []]
NOT_AGENTS = [7, "a", [], {}, {"name": "A"}, {"objectType": "Activity", "id": BOOK}]
OTHERS = {
    "an agent": {"objectType": "Agent"} | LEARNER,
    "a group": TEAM,
    "a reference": about(new_id()),
}
KEYS = ["parent", "grouping", "category", "other"]


def _contexts(key, values):
    return each("context", values, lambda value: {key: value})


def _activities(values):
    return _contexts("contextActivities", values)


def _of_others(key):
    """Return statements that have ``key`` and whose object is no activity."""
    tried = {
        kind: statement(object=thing, context={key: "1"})
        for kind, thing in OTHERS.items()
    }
    whole = inside(statement())
    return tried | {"a statement": whole | {"context": {key: "1"}}}


def _of_kinds(kind, key):
    """Return the rule's statements about ``contextAgents`` or ``contextGroups``."""
    who = LEARNER if key == "agent" else TEAM
    good = {"objectType": kind, key: who}
    bad = [
        *[7, "a", {}, ["a"], [{}], [good | {"objectType": "Should fail"}]],
        *[[{"objectType": kind}], [{key: who}], [good | {"relevantTypes": []}]],
        *[[good | {"relevantTypes": ["abc"]}], [good | {"relevantTypes": BOOK}]],
        *[[good | {"surprise": 1}], [good | {key: {"key": "a"}}]],
    ]
    return (
        _contexts(f"{kind}s", bad),
        _contexts(f"{kind}s", [[good], [good | {"relevantTypes": [BOOK]}]]),
    )


RULES = [
    Rule(
        "XAPI-00084",
        _of_others("revision"),
        {"an activity": statement(context={"revision": "1"})},
    ),
    Rule(
        "XAPI-00085",
        _of_others("platform"),
        {"an activity": statement(context={"platform": "1"})},
    ),
    Rule("XAPI-00086", _activities([7, "a", [], [ACTIVITY]])),
    Rule(
        "XAPI-00087",
        _contexts("registration", [7, "", "1", {}])
        | _contexts("instructor", NOT_AGENTS),
        _contexts("registration", [new_id()])
        | _contexts("instructor", [LEARNER, TEAM]),
    ),
    Rule(
        "XAPI-00088",
        _contexts("team", [*NOT_AGENTS, LEARNER, {"mbox": "mailto:a@example.org"}]),
        _contexts("team", [TEAM]),
    ),
    Rule("XAPI-00089", _contexts("revision", NOT_TEXT)),
    Rule("XAPI-00090", _contexts("platform", NOT_TEXT)),
    Rule(
        "XAPI-00091",
        _contexts("language", [*NOT_TEXT, "", "a12345", "kk_KZ", "kazakh language"]),
        _contexts("language", ["kk", "ru-KZ", "cmn", "zh-Hant", "sr-Latn-RS"]),
    ),
    Rule(
        "XAPI-00092",
        _contexts(
            "statement", [7, new_id(), {}, {"id": new_id()}, about("1"), ACTIVITY]
        ),
        _contexts("statement", [about(new_id())]),
    ),
    Rule(
        "XAPI-00093",
        _activities([{"sibling": [ACTIVITY]}, {"Parent": [ACTIVITY]}]),
        _activities([{key: [ACTIVITY]} for key in KEYS]),
    ),
    Rule(
        "XAPI-00094",
        _activities(
            [
                {key: bad}
                for key in KEYS
                for bad in [
                    7,
                    "a",
                    {},
                    [7],
                    [{}],
                    [LEARNER],
                    [about(new_id())],
                    {"id": 7},
                ]
            ]
        ),
        _activities([{key: ACTIVITY} for key in KEYS]),
    ),
    Rule("XAPI-00095", accepted=_activities([{}])),
    Rule(
        "XAPI-00101",
        each("version", ["0.9.9", "0.95", "1.1.0", "should fail", "", 1.0, "2"]),
        each("version", ["1.0", "1.0.0", "1.0.9"]),
        versions=("1.0.3",),
    ),
    Rule("2.0-01", *_of_kinds("contextAgent", "agent"), versions=("2.0.0",)),
    Rule("2.0-02", *_of_kinds("contextGroup", "group"), versions=("2.0.0",)),
    Rule(
        "2.0-03",
        each("version", ["0.9.9", "1.1.0", "2.1.0", "should fail", "", 2.0]),
        each("version", ["2.0.0"]),
        versions=("2.0.0",),
    ),
]
